"""Reads `cargo test --no-run --message-format=json`: prints each test executable with its crate's folder."""

import json
import os
import sys

for line in sys.stdin:
    message = json.loads(line)
    executable = message.get("executable")
    if message.get("reason") == "compiler-artifact" and executable and message["profile"]["test"]:
        print(os.path.dirname(message["manifest_path"]), executable)
