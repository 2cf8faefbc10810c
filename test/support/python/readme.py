"""readme.py README.md: runs its Python blocks, short of those that need torch, one after the other in this folder."""
import json
import re
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    blocks = re.findall(r"```python\n(.*?)```", file.read(), re.S)
names = {}
for block in blocks:
    if "torch" not in block:
        exec(block, names)
results = {name: names[name].tolist() for name in ("starts", "logits", "same_logits", "probabilities")}
trial = [row.tolist() for row in names["trial"]]
print(json.dumps({**results, "decided": names["decided"], "trial": trial}))
