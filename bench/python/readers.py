"""Times how long readers of others take to open a file and have all its samples, the peers of our import.

    python readers.py

Reads lines `READER PATH` and answers each with its milliseconds and, so that a reader that reads nothing is seen, the
number of values: one process, since what it loads is loaded once.
"""

import sys, time, warnings

import numpy as np

warnings.simplefilter("ignore")


def mne(path):
    """As its users have it: volts in float64."""
    import mne

    mne.set_log_level("ERROR")
    read = {"edf": mne.io.read_raw_edf, "bdf": mne.io.read_raw_bdf, "gdf": mne.io.read_raw_gdf, "vhdr": mne.io.read_raw_brainvision}
    return read[path.rsplit(".", 1)[1]](path, preload=True)._data.size


def edfio(path):
    import edfio

    edf = (edfio.read_bdf if path.endswith(".bdf") else edfio.read_edf)(path)
    return sum(signal.data.astype(np.float32).size for signal in edf.signals)


readers = {"mne": mne, "edfio": edfio}
for line in sys.stdin:
    reader, path = line.rstrip("\n").split(" ", 1)
    start = time.perf_counter()
    values = readers[reader](path)
    print(f"{(time.perf_counter() - start) * 1000:.4f} {values}", flush=True)
