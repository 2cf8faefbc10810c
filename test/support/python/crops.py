"""crops.py MODEL.npz RATE CUE…: where docs/python/pipeline.py places the windows of trials."""
import json
import sys

import numpy as np
import pipeline

model, rate, *cues = sys.argv[1:]
meta = json.loads(str(np.load(model)["metadata"]))
print(json.dumps([pipeline.crop_starts(meta["pipeline"], meta["crops"], int(cue), float(rate)).tolist() for cue in cues]))
