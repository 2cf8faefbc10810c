"""Reads recordings with the readers of others and writes what each found, for the test to compare.

    python readers.py PLAN OUTPUT

PLAN: JSON, a list of {"reader", "path"}. OUTPUT: a folder; found.json lists an entry a pair, in the order of the plan, with
rate, labels, count, events ([sample, code]) and the file of the values (.npy, float64, [channel, sample], volts as µV), or
with "refused" and the reader's own words.
"""

import json, re, sys, warnings
from pathlib import Path

import numpy as np

warnings.simplefilter("ignore")


def mne_raw(path):
    import mne

    mne.set_log_level("ERROR")
    kind = path.suffix.lower()
    if kind == ".fif":
        return mne.io.read_raw_fif(path, preload=True, allow_maxshield=True)
    if kind == ".edf":
        return mne.io.read_raw_edf(path, preload=True, infer_types=False)
    if kind == ".bdf":
        return mne.io.read_raw_bdf(path, preload=True)
    if kind == ".gdf":
        return mne.io.read_raw_gdf(path, preload=True)
    if kind == ".vhdr":
        return mne.io.read_raw_brainvision(path, preload=True)
    return mne.io.read_raw_eeglab(path, preload=True)


def to_micro(raw, path):
    """Factors to the units of the file: MNE has volts and siemens where a file has µV and µS."""
    import mne

    volts = set(mne.pick_types(raw.info, meg=False, eeg=True, eog=True, ecg=True, emg=True, seeg=True, ecog=True, exclude=[]))
    units = [raw._orig_units.get(name) for name in raw.ch_names]
    if path.suffix == ".vhdr":
        # MNE scales µS however it is written, and remembers its unit only in one writing.
        rows = re.findall(r"^Ch\d+=[^,\n]*,[^,\n]*,[^,\n]*,?(\S*)", path.read_text("latin1"), re.M)[: len(units)]
        units = [unit.replace("Â", "") or "µV" for unit in rows]
    isMicro = lambda i, unit: unit.endswith("V") or unit[0] in "µu" if unit else i in volts
    return np.array([1e6 if isMicro(i, unit) else 1.0 for i, unit in enumerate(units)])


def with_mne(path):
    import mne

    raw = mne_raw(path)
    values = raw.get_data() * to_micro(raw, path)[:, None]
    stim = mne.pick_types(raw.info, meg=False, stim=True)
    rate = raw.info["sfreq"]
    first = raw.first_samp / rate if raw.annotations.orig_time is not None else 0
    isBrainVision = path.suffix == ".vhdr"
    texts = [str(text) for text in raw.annotations.description]
    if isBrainVision:
        # Type and description; a type alone is the code where there is no description.
        texts = [text.partition("/")[2] or text.partition("/")[0] for text in texts]
    events = [[float(onset * rate), text] for onset, text in zip(raw.annotations.onset - first, texts)]
    if len(stim) and path.suffix in (".bdf", ".fif"):
        # The lower 16 bits of BioSemi's status channel are the trigger; a code that is there from the start is none.
        status = np.round(raw.get_data(stim[0])[0]).astype(np.int64) & 0xFFFF
        rises = np.flatnonzero((status[1:] != status[:-1]) & (status[1:] != 0)) + 1
        events += [[float(sample), str(int(status[sample]))] for sample in rises]
    # It makes whole numbers of trigger channels, so their values are no values of the file.
    kept = [i for i in range(len(values)) if i not in stim]
    skipped = [raw.ch_names[i] for i in stim]
    labels = [raw.ch_names[i] for i in kept]
    return dict(rate=rate, labels=labels, skipped=skipped, events=events, values=values[kept])


def with_edfio(path):
    import edfio

    edf = (edfio.read_bdf if path.suffix.lower() == ".bdf" else edfio.read_edf)(path)
    rates = [signal.sampling_frequency for signal in edf.signals]
    rate = max(set(rates), key=rates.count)
    signals = [signal for signal in edf.signals if signal.sampling_frequency == rate]
    factor = {"uV": 1, "µV": 1, "mV": 1e3, "V": 1e6}
    values = np.array([signal.data.astype(np.float64) * factor.get(signal.physical_dimension, 1) for signal in signals])
    events = [[float(note.onset * rate), note.text] for note in getattr(edf, "annotations", ())]
    if path.suffix == ".bdf":
        events = None  # It reads no triggers of a status channel.
    return dict(rate=rate, labels=[signal.label for signal in signals], events=events, values=values)


def with_pyedflib(path):
    import pyedflib

    with pyedflib.EdfReader(str(path)) as edf:
        rates = [edf.getSampleFrequency(i) for i in range(edf.signals_in_file)]
        rate = max(set(rates), key=rates.count)
        kept = [i for i, own in enumerate(rates) if own == rate]
        factor = {"uV": 1, "mV": 1e3, "V": 1e6}
        values = np.array([edf.readSignal(i) * factor.get(edf.getPhysicalDimension(i).strip(), 1) for i in kept])
        onsets, _, texts = edf.readAnnotations()
        events = [[float(onset * rate), str(text)] for onset, text in zip(onsets, texts)]
        if path.suffix == ".bdf":
            events = None
        return dict(rate=rate, labels=[edf.getLabel(i) for i in kept], events=events, values=values)


def with_pyxdf(path):
    import pyxdf

    streams, _ = pyxdf.load_xdf(path)
    numeric = [s for s in streams if len(s["time_series"]) and not isinstance(s["time_series"], list)]
    signal = max(numeric, key=lambda s: s["time_series"].shape[1] * (float(s["info"]["nominal_srate"][0]) > 0))
    times, rate = signal["time_stamps"], float(signal["info"]["effective_srate"])
    description = signal["info"]["desc"][0] or {}
    channels = (description.get("channels") or [{}])[0].get("channel") or []
    events = [
        [int(np.argmin(np.abs(times - at))), str(row[0])]
        for s in streams
        if isinstance(s["time_series"], list)
        for at, row in zip(s["time_stamps"], s["time_series"])
        if times[0] - 0.5 / rate <= at <= times[-1] + 0.5 / rate
    ]
    return dict(
        rate=rate,
        labels=[channel["label"][0] for channel in channels],
        events=events,
        values=signal["time_series"].T.astype(np.float64),
    )


def with_h5py(path):
    import h5py

    def text(file, reference):
        return "".join(map(chr, np.ravel(file[reference])))

    with h5py.File(path) as file:
        texts = lambda node: [text(file, reference) for reference in np.ravel(node)]
        if "EEG" in file:
            eeg = file["EEG"]
            event = eeg["event"]
            kinds = [file[one] for one in np.ravel(event["type"])]
            codes = ["".join(map(chr, np.ravel(k))) if k.attrs["MATLAB_class"] == b"char" else str(k[0, 0]) for k in kinds]
            samples = [float(file[one][0, 0]) - 1 for one in np.ravel(event["latency"])]
            labels, rate, values = texts(eeg["chanlocs"]["labels"]), eeg["srate"][0, 0], eeg["data"][:].T
        elif "nfo" in file:
            labels, rate = texts(file["nfo"]["clab"]), file["nfo"]["fs"][0, 0]
            values = np.array([np.ravel(file[f"ch{i + 1}"]) for i in range(len(labels))])
            names = texts(file["nfo"]["className"])
            codes = [names[i] for i in np.argmax(file["mrk"]["y"][:], 1)]
            samples = [float(time) * rate / 1000 for time in np.ravel(file["mrk"]["time"])]
        else:
            labels, rate, values = texts(file["labels"]), file["srate"][0, 0], file["data"][:].T
            codes = [str(int(code)) for code in np.ravel(file["event_type"])] if file["event_type"].dtype.kind != "O" else texts(file["event_type"])
            samples = [float(one) - 1 for one in np.ravel(file["event_latency"])]
        events = [list(pair) for pair in zip(samples, codes)]
        return dict(rate=float(rate), labels=labels, events=events, values=values.astype(np.float64))


def with_numpy(path):
    """Rows of numbers between commas: the columns of EXG are those behind the packet's number."""
    lines = path.read_text("latin1").splitlines()
    head = [line for line in lines if line.startswith("%")]
    rows = [line.split(",") for line in lines if line[:1].isdigit()]
    rate = next(float(line.split("=")[1].split()[0]) for line in head if "Sample Rate" in line)
    values = np.array([[float(cell) for cell in row[1:9]] for row in rows]).T
    return dict(rate=rate, labels=[], events=None, values=values)


plan, output = json.loads(Path(sys.argv[1]).read_text("utf8")), Path(sys.argv[2])
found = []
for number, pair in enumerate(plan):
    try:
        result = globals()[f"with_{pair['reader']}"](Path(pair["path"]))
        values = np.ascontiguousarray(result.pop("values"))
        np.save(output / f"{number}.npy", values)
        found.append({**pair, **result, "count": values.shape[1], "values": f"{number}.npy"})
    except Exception as error:
        found.append({**pair, "refused": f"{type(error).__name__}: {error}".splitlines()[0]})
(output / "found.json").write_text(json.dumps(found), "utf8")
