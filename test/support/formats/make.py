"""Makes the small recordings of this folder. Needs mne, scipy, h5py. Run: python make.py"""

import os

import h5py
import mne
import numpy as np
import scipy.io

mne.set_log_level("ERROR")
here = os.path.dirname(os.path.abspath(__file__))
random = np.random.default_rng(7)
labels = ("Fp1", "Cz", "O2", "EOG1")
events = [("left", 101.0, 0.0), (7.0, 300.4, 50.0), ("boundary", 400.5, 25.0), ("right", 500.0, 0.0), ("boundary", 550.5, np.nan)]


def at(name):
    return os.path.join(here, name)


def raw_fif():
    """Four channels, a trigger channel and one that is not read; 600 samples at 250 Hz that begin at sample 1000."""
    names = list(labels[:2]) + ["a label of more than 15 letters", "EOG1", "STI 014", "MISC1"]
    info = mne.create_info(names, 250.0, ["eeg", "eeg", "eeg", "eog", "stim", "misc"])
    data = random.normal(size=(6, 600)) * 2e-5
    data[4] = 0
    data[4, 100:120], data[4, 200:205], data[4, 205:210], data[4, 500:] = 3, 7, 9, 1
    raw = mne.io.RawArray(data, info, first_samp=1000)
    raw.set_meas_date(1700000000.25)
    raw.set_annotations(mne.Annotations([4.4, 5.2], [0.5, 0], ["left: hand", "BAD x"], orig_time=raw.info["meas_date"]))
    raw.info["subject_info"] = {"his_id": "P07"}
    for kind in ("short", "int", "single", "double"):
        raw.save(at(f"{kind}_raw.fif"), fmt=kind, overwrite=True, buffer_size_sec=0.4)
    for kind in ("short", "int", "single", "double"):
        read = mne.io.read_raw_fif(at(f"{kind}_raw.fif"), preload=True).get_data()[:4] * 1e6
        read.astype("<f4").tofile(at(f"{kind}_raw.f32"))


def structure(data, trials=1):
    chanlocs = np.zeros(len(labels), dtype=[("labels", object), ("type", object)])
    for i, label in enumerate(labels):
        chanlocs[i] = (label, "EOG" if label.startswith("EOG") else "")
    event = np.zeros(len(events), dtype=[("type", object), ("latency", object), ("duration", object)])
    for i, one in enumerate(events):
        event[i] = one
    return dict(nbchan=4.0, pnts=float(data.shape[1]), trials=float(trials), srate=250.0, data=data, chanlocs=chanlocs,
                event=event, subject="S9", icawinv=np.zeros((0, 0)), epoch=np.zeros((0, 0)))


def text(group, name, value):
    codes = np.array([[ord(c)] for c in value], "u2") if value else np.zeros(2, "u8")
    dataset = group.create_dataset(name, data=codes)
    dataset.attrs["MATLAB_class"] = np.bytes_("char")
    if not value:
        dataset.attrs["MATLAB_empty"] = np.uint8(1)
    return dataset


def numbers(group, name, value, kind="double", **how):
    dataset = group.create_dataset(name, data=value, **how)
    dataset.attrs["MATLAB_class"] = np.bytes_(kind)
    return dataset


class Matlab73:
    """A file as MATLAB writes it with -v7.3: 512 bytes of text, then HDF5."""

    def __init__(self, name):
        self.path = at(name)
        self.file = h5py.File(self.path, "w", userblock_size=512)
        self.count = 0

    def group(self, parent, name):
        group = parent.create_group(name)
        group.attrs["MATLAB_class"] = np.bytes_("struct")
        return group

    def references(self, group, name, values, kind=None):
        refs = self.file.require_group("#refs#")
        list_ = []
        for value in values:
            self.count += 1
            own = f"r{self.count}"
            made = text(refs, own, value) if isinstance(value, str) else numbers(refs, own, np.array([[float(value)]]))
            list_.append([made.ref])
        dataset = group.create_dataset(name, data=np.array(list_, dtype=h5py.ref_dtype), dtype=h5py.ref_dtype)
        if kind:
            dataset.attrs["MATLAB_class"] = np.bytes_(kind)

    def close(self):
        self.file.close()
        with open(self.path, "r+b") as out:
            out.write(b"MATLAB 7.3 MAT-file, made for a test".ljust(124) + b"\0\2IM")


def eeglab():
    data = (random.normal(size=(4, 600)) * 30).astype("f4")
    data.astype("<f4").tofile(at("eeglab.f32"))
    scipy.io.savemat(at("inside.set"), {"EEG": structure(data)}, do_compression=True, appendmat=False)
    scipy.io.savemat(at("plain.set"), structure(data.astype("f8")), do_compression=False, appendmat=False)
    epochs = np.asfortranarray(data.reshape(4, 6, 100).transpose(0, 2, 1))
    scipy.io.savemat(at("epochs.set"), {"EEG": structure(epochs, 6)}, do_compression=True, appendmat=False)
    out = Matlab73("v73.set")
    eeg = out.group(out.file, "EEG")
    for name, value in dict(nbchan=4, pnts=600, trials=1, srate=250).items():
        numbers(eeg, name, np.array([[float(value)]]))
    numbers(eeg, "data", np.ascontiguousarray(data.T), "single", chunks=(150, 2), compression="gzip", shuffle=True)
    text(eeg, "subject", "S9")
    chanlocs = out.group(eeg, "chanlocs")
    out.references(chanlocs, "labels", labels)
    out.references(chanlocs, "type", ["", "", "", "EOG"])
    event = out.group(eeg, "event")
    for i, name in enumerate(("type", "latency", "duration")):
        out.references(event, name, [one[i] for one in events])
    out.close()


def high_gamma():
    out = Matlab73("highGamma.mat")
    info = out.group(out.file, "nfo")
    numbers(info, "fs", np.array([[500.0]]))
    numbers(info, "T", np.array([[800.0]]))
    names = ["Fp1", "C3", "FCC5h", "EOGh", "Breath"]
    out.references(info, "clab", names, "cell")
    out.references(info, "className", ["Right Hand", "Left Hand", "Rest", "Feet"], "cell")
    data = (random.normal(size=(len(names), 800)) * 20).astype("f4")
    data.astype("<f4").tofile(at("highGamma.f32"))
    for i in range(len(names)):
        vector = data[i][None, :] if i % 2 else data[i][:, None]
        numbers(out.file, f"ch{i + 1}", vector, "single", chunks=True, compression="gzip")
    marks = out.group(out.file, "mrk")
    numbers(marks, "time", np.array([[201.0], [800.0], [1200.0], [9000.0]]))
    y = np.zeros((4, 4))
    y[0, 1] = y[1, 0] = y[2, 3] = y[3, 2] = 1
    numbers(marks, "y", y)
    numbers(out.group(marks, "event"), "desc", np.array([[2.0, 1.0, 4.0, 3.0]]))
    out.close()


raw_fif()
eeglab()
high_gamma()
