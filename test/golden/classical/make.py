"""Writes the vectors that the classical decoders are checked against, with pyriemann and scikit-learn.

    python3 -m venv /tmp/classical && /tmp/classical/bin/pip install numpy scipy scikit-learn==1.9.1 pyriemann==0.12
    /tmp/classical/bin/python test/golden/classical/make.py PATH/TO/eegmmidb

Six imagined movements of each of four classes (S001, R04 and R06), eight channels, 200 samples from half a second after the
cue, as whole microvolts: small enough to lie beside the tests.
"""

import base64
import json
import re
import sys
from pathlib import Path

import numpy as np
import pyriemann.spatialfilters
from pyriemann.geometry.ajd import ajd_pham
from pyriemann.geometry.mean import mean_riemann
from pyriemann.geometry.tangentspace import tangent_space
from pyriemann.spatialfilters import CSP
from scipy.signal import firwin
from sklearn.covariance import empirical_covariance, ledoit_wolf, oas
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.linear_model import LogisticRegression

CHANNELS = ["FC3", "FC4", "C3", "Cz", "C4", "CP3", "CPz", "CP4"]
RATE, SAMPLES, EACH, TAPS = 160, 200, 6, 49
BANDS = [[8, 13], [13, 30]]
RUNS = {"R04": {"T1": 0, "T2": 1}, "R06": {"T1": 2, "T2": 3}}


# Its joint diagonalisation stops early; the vectors hold what it converges to.
pyriemann.spatialfilters.ajd = lambda X, method: ajd_pham(X, eps=1e-16, n_iter_max=1000)


def read_edf(path):
    raw = path.read_bytes()
    count = int(raw[252:256])
    field = lambda start, size: [raw[256 + count * start + size * i :][:size].decode("latin1").strip() for i in range(count)]
    labels, sizes = field(0, 16), [int(x) for x in field(216, 8)]
    low, high, digital_low, digital_high = ([float(x) for x in field(at, 8)] for at in (104, 112, 120, 128))
    records = np.frombuffer(raw[256 * (count + 1) :], "<i2").reshape(-1, sum(sizes))
    parts = np.split(records, np.cumsum(sizes)[:-1], axis=1)
    names = [label.strip(".").upper() for label in labels]
    signal = {}
    for i, name in enumerate(names):
        scale = (high[i] - low[i]) / (digital_high[i] - digital_low[i])
        signal[name] = (parts[i].reshape(-1) - digital_low[i]) * scale + low[i]
    notes = parts[[i for i, label in enumerate(labels) if "Annotations" in label][0]].tobytes().decode("latin1")
    cues = [(float(t), code) for t, code in re.findall(r"\+([\d.]+)\x15[\d.]+\x14(T\d)\x14", notes)]
    return signal, cues


def trials(folder):
    found = []
    for run, classes in RUNS.items():
        signal, cues = read_edf(folder / "S001" / f"S001{run}.edf")
        data = np.array([signal[name.upper()] for name in CHANNELS])
        for label in classes.values():
            starts = [round((t + 0.5) * RATE) for t, code in cues if classes.get(code) == label][:EACH]
            found += [(label, np.round(data[:, s : s + SAMPLES]).astype("<i2")) for s in starts]
    return np.array([label for label, _ in found]), np.array([x for _, x in found])


def scores(model, x):
    return {"logProbabilities": model.predict_log_proba(x).tolist()}


def main():
    y, data = trials(Path(sys.argv[1]))
    filters = [firwin(TAPS, band, pass_zero=False, fs=RATE) for band in BANDS]
    filtered = [np.array([[np.convolve(c, f, "valid") for c in trial] for trial in data.astype(float)]) for f in filters]
    estimate = {
        "empirical": lambda x: empirical_covariance(x.T),
        "oas": lambda x: oas(x.T)[0],
        "ledoit-wolf": lambda x: ledoit_wolf(x.T)[0],
    }
    covariances = {name: [np.array([f(x) for x in band]) for band in filtered] for name, f in estimate.items()}
    some = [0, 13]
    write("trials", {
        "channels": CHANNELS, "sampleRate": RATE, "samples": SAMPLES, "labels": y.tolist(),
        "microvolts": base64.b64encode(data.tobytes()).decode(),
    })
    write("covariances", {
        "taps": TAPS, "bands": BANDS, "filters": [f.tolist() for f in filters], "trials": some,
        "unfiltered": {name: [f(data[t].astype(float)).tolist() for t in some] for name, f in estimate.items()},
        "filtered": {name: [[band[t].tolist() for band in bands] for t in some] for name, bands in covariances.items()},
    })

    two = y < 2
    cov = covariances["oas"]
    means = [mean_riemann(c, tol=1e-12, maxiter=200) for c in cov]
    tangent = np.concatenate([tangent_space(c, m) for c, m in zip(cov, means)], axis=1)
    means_two = [mean_riemann(c[two], tol=1e-12, maxiter=200) for c in cov]
    tangent_two = np.concatenate([tangent_space(c[two], m) for c, m in zip(cov, means_two)], axis=1)
    logistic = lambda c: LogisticRegression(C=c, solver="newton-cholesky", tol=1e-13, max_iter=1000)
    write("riemann", {
        "means": [m.tolist() for m in means], "trials": some, "tangent": tangent[some].tolist(),
        "four": {str(c): scores(logistic(c).fit(tangent, y), tangent) for c in (1.0, 0.05)},
        "two": {str(c): scores(logistic(c).fit(tangent_two, y[two]), tangent_two) for c in (1.0, 10.0)},
    })

    power = np.concatenate([np.log(np.diagonal(c, axis1=1, axis2=2)) for c in cov], axis=1)
    narrow = power[:, 8:12]
    lda = lambda **options: LinearDiscriminantAnalysis(**options)
    write("discriminant", {
        "power": power[some].tolist(),
        "four": {
            "ledoit-wolf": scores(lda(solver="lsqr", shrinkage="auto").fit(power, y), power),
            "eigen": scores(lda(solver="eigen", shrinkage="auto").fit(power, y), power),
            "0.3": scores(lda(solver="lsqr", shrinkage=0.3).fit(power, y), power),
        },
        "two": {"ledoit-wolf": scores(lda(solver="lsqr", shrinkage="auto").fit(power[two], y[two]), power[two])},
        # Without shrinkage, features fewer than the trials of a class.
        "svd": scores(lda(solver="svd").fit(narrow, y), narrow),
    })

    patterns = {}
    for name, chosen in {"two": two, "four": y >= 0}.items():
        fitted = [CSP(nfilter=4).fit(c[chosen], y[chosen]) for c in cov]
        features = np.concatenate([f.transform(c[chosen]) for f, c in zip(fitted, cov)], axis=1)
        patterns[name] = {
            "filters": [f.filters_.tolist() for f in fitted],
            **scores(lda(solver="lsqr", shrinkage="auto").fit(features, y[chosen]), features),
        }
    write("patterns", patterns)


def write(name, value):
    Path(__file__).with_name(f"{name}.json").write_text(json.dumps(value) + "\n")


main()
