"""decode.py FOLDER: loads FOLDER/NAME.npz, .onnx where there is one, and .windows.npy for every NAME and prints what each gives, as JSON."""
import json
import pathlib
import sys

import model
import model_classical
import numpy as np
import onnxruntime


def from_npz(file, windows):
    metadata = json.loads(str(file["metadata"]))
    forms = model if metadata["decoder"]["kind"] == "network" else model_classical
    return {
        "logits": forms.logits(file, windows).tolist(),
        "names": {name: [list(file[name].shape), str(file[name].dtype)] for name in file.files},
        "electrodes": file["electrodes"].tolist(),
        "classes": file["classes"].tolist(),
        "sampleRate": file["sample_rate"].item(),
        "samples": file["samples"].item(),
        "metadata": metadata,
    }


def from_onnx(path, windows):
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    logits, probabilities = session.run(["logits", "probabilities"], {"signal": windows})
    one_by_one = [session.run(["logits"], {"signal": window[None]})[0][0].tolist() for window in windows]
    meta = session.get_modelmeta()
    return {
        "logits": logits.tolist(),
        "oneByOne": one_by_one,
        "probabilities": probabilities.tolist(),
        "inputs": [[value.name, value.shape] for value in session.get_inputs()],
        "outputs": [[value.name, value.shape] for value in session.get_outputs()],
        "metadata": meta.custom_metadata_map,
        "producer": meta.producer_name,
    }


def results(path):
    windows = np.load(path.with_suffix(".windows.npy"), allow_pickle=False)
    with np.load(path, allow_pickle=False) as file:
        onnx = path.with_suffix(".onnx")
        return {"npz": from_npz(file, windows), "onnx": from_onnx(str(onnx), windows) if onnx.exists() else None}


folder = pathlib.Path(sys.argv[1])
print(json.dumps({path.stem: results(path) for path in sorted(folder.glob("*.npz"))}))
