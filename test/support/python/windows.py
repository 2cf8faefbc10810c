"""windows.py MODEL.npz SIGNAL.npy RATE WINDOWS.npy: docs/python/pipeline.py on a signal; prints where the windows start."""
import json
import sys

import numpy as np
import pipeline

model, signal, rate, target = sys.argv[1:]
meta = json.loads(str(np.load(model)["metadata"]))
starts, windows = pipeline.run(meta["pipeline"], np.load(signal), float(rate))
windows.tofile(target)
print(json.dumps(starts.tolist()))
