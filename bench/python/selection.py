"""Forward selection around a Riemannian classifier with pyriemann and scikit-learn, the peer of ours.

    python selection.py FILE SIZE

FILE.json has the number of trials and sites, samples behind each trial's covariance, labels, groups; FILE the covariances as
float64 `[trial, site, site]`. Reads `run` lines from standard input and answers each with one line of JSON: milliseconds and what
was chosen, with the accuracy and the mean log-probability over folds that leave out one group each.
"""

import json, sys, time
import numpy as np
from pyriemann.geometry.mean import mean_riemann
from pyriemann.geometry.tangentspace import tangent_space
from sklearn.linear_model import LogisticRegression

path, size = sys.argv[1], int(sys.argv[2])
about = json.load(open(path + ".json"))
T, N = about["trials"], about["sites"]
whole = np.fromfile(path).reshape(T, N, N)
counts, labels, groups = (np.array(about[k]) for k in ("counts", "labels", "groups"))
folds = [(np.flatnonzero(groups != g), np.flatnonzero(groups == g)) for g in np.unique(groups)]


def oas(S):
    """As sklearn.covariance.oas, for many covariances at once."""
    p = S.shape[1]
    if p == 1:
        return S
    alpha = (S**2).mean((1, 2))
    mu = np.trace(S, axis1=1, axis2=2) / p
    share = np.minimum((alpha + mu**2) / ((counts + 1) * (alpha - mu**2 / p)), 1)[:, None, None]
    return (1 - share) * S + share * mu[:, None, None] * np.eye(p)


def score(sites):
    C = oas(whole[np.ix_(range(T), sites, sites)])
    right, logs = 0, []
    for training, held in folds:
        mean = mean_riemann(C[training])
        X = tangent_space(C, mean)
        model = LogisticRegression(C=1.0, solver="lbfgs", tol=1e-6).fit(X[training], labels[training])
        p = model.predict_log_proba(X[held])
        right += (p.argmax(1) == labels[held]).sum()
        logs.extend(p[np.arange(len(held)), labels[held]])
    return right / T, float(np.mean(logs))


def forward():
    chosen, path = [], []
    for _ in range(size):
        best = max((score([*chosen, s]) + (-s,) for s in range(N) if s not in chosen))
        chosen.append(-best[2])
        path.append([-best[2], best[0], best[1]])
    return path


for _ in sys.stdin:
    began = time.perf_counter()
    found = forward()
    print(json.dumps({"ms": (time.perf_counter() - began) * 1000, "path": found}), flush=True)
