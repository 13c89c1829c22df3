#!/usr/bin/env python3
"""Makes Fixtures/transparency/merkle.json from a checkout of github.com/transparency-dev/merkle: all cases of its
testdata/inclusion and testdata/consistency, sorted by path, no value changed.

    collect_merkle_vectors.py CHECKOUT COMMIT
"""

import json
import os
import sys
from pathlib import Path

ROOT = Path(os.path.abspath(__file__)).parents[2]


def cases(checkout, kind):
    folder = Path(checkout) / "testdata"
    for path in sorted((folder / kind).rglob("*.json")):
        yield {"name": str(path.relative_to(folder)), **json.loads(path.read_text(encoding="utf-8"))}


def collect(checkout, commit):
    return {
        "source": f"https://github.com/transparency-dev/merkle/tree/{commit}/testdata",
        "licence": "Apache-2.0",
        "inclusion": list(cases(checkout, "inclusion")),
        "consistency": list(cases(checkout, "consistency")),
    }


if __name__ == "__main__":
    lines = json.dumps(collect(sys.argv[1], sys.argv[2]), ensure_ascii=False, separators=(",", ":"))
    (ROOT / "Fixtures" / "transparency" / "merkle.json").write_text(lines.replace("},{", "},\n{") + "\n", encoding="utf-8")
