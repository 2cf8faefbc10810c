"""Reads what Sparsecap wrote with the readers of others.

    python written.py PLAN

PLAN: JSON, a list of {"reader", "path"}. Prints a list of what each found: rate, labels, sums and some samples of each channel in µV,
events as [seconds, text]; for npz the arrays as lists.
"""

import json, sys, warnings

import numpy as np

warnings.simplefilter("ignore")


def summary(rate, labels, values, events):
    return dict(rate=float(rate), labels=labels, count=values.shape[1], values=np.asarray(values, float).tolist(), events=events)


def with_mne(path):
    import mne

    mne.set_log_level("ERROR")
    read = mne.io.read_raw_bdf if path.endswith(".bdf") else mne.io.read_raw_edf
    raw = read(path, preload=True, infer_types=False)
    notes = [[float(onset), str(text)] for onset, text in zip(raw.annotations.onset, raw.annotations.description)]
    return summary(raw.info["sfreq"], raw.ch_names, raw.get_data() * 1e6, notes)


def with_edfio(path):
    import edfio

    edf = (edfio.read_bdf if path.endswith(".bdf") else edfio.read_edf)(path)
    notes = [[float(note.onset), note.text] for note in edf.annotations]
    signals = edf.signals
    return summary(signals[0].sampling_frequency, [s.label for s in signals], np.array([s.data for s in signals]), notes)


def with_pyedflib(path):
    import pyedflib

    with pyedflib.EdfReader(path) as edf:
        onsets, _, texts = edf.readAnnotations()
        notes = [[float(onset), str(text)] for onset, text in zip(onsets, texts)]
        values = np.array([edf.readSignal(i) for i in range(edf.signals_in_file)])
        return summary(edf.getSampleFrequency(0), edf.getSignalLabels(), values, notes)


def with_numpy(path):
    with np.load(path, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    return {
        name: dict(dtype=str(array.dtype), shape=list(array.shape), values=np.ravel(array).tolist())
        for name, array in arrays.items()
    }


with open(sys.argv[1], encoding="utf8") as plan:
    print(json.dumps([globals()[f"with_{pair['reader']}"](pair["path"]) for pair in json.load(plan)]))
