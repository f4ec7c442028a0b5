"""Every dependency must be had under MIT, Apache-2.0, BSD, ISC or MPL, or be excepted here by name."""

import json
import re
import subprocess
import sys

ALLOWED = {
    "MIT", "MIT-0", "Apache-2.0", "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause", "BSD-3-Clause", "ISC", "MPL-2.0",
}
# name: (licence, why it is fine here)
EXCEPTED = {
    "portpicker": ("Unlicense", "public domain; asked for by the project's owner"),
    "foldhash": ("Zlib", "permissive; a hash function below the coloured diagnostics"),
} | {
    name: ("Unicode-3.0", "permissive; Unicode's own tables and the code around them")
    for name in [
        "icu_collections", "icu_locale_core", "icu_locale_fallback", "icu_locale_fallback_data", "icu_provider",
        "icu_segmenter", "icu_segmenter_data", "litemap", "potential_utf", "tinystr", "unicode-ident",
        "unicode-normalization", "writeable", "yoke", "yoke-derive", "zerofrom", "zerofrom-derive", "zerotrie",
        "zerovec", "zerovec-derive",
    ]
}


def satisfied(expression: str, extra: str | None) -> bool:
    """True when some reading of the SPDX expression needs only allowed licences."""
    tokens = re.findall(r"\(|\)|[^()\s]+", expression.replace("/", " OR "))

    def alternatives(level: int) -> bool:
        result = conjunction(level)
        while tokens and tokens[0] == "OR":
            tokens.pop(0)
            result = conjunction(level) or result
        return result

    def conjunction(level: int) -> bool:
        result = term(level)
        while tokens and tokens[0] == "AND":
            tokens.pop(0)
            result = term(level) and result
        return result

    def term(level: int) -> bool:
        token = tokens.pop(0)
        if token == "(":
            result = alternatives(level + 1)
            tokens.pop(0)
            return result
        if tokens[:1] == ["WITH"]:
            token = " ".join([token, tokens.pop(0), tokens.pop(0)])
        return token in ALLOWED or token == extra

    return alternatives(0)


def main() -> int:
    text = subprocess.run(["cargo", "metadata", "--format-version", "1", "--locked"], check=True, capture_output=True).stdout
    # The lock also names optional dependencies that no feature asks for: only what can be built counts.
    tree = ["cargo", "tree", "--workspace", "--target", "all", "--edges", "normal,build,dev", "--prefix", "none"]
    tree += ["--format", "{p}", "--locked"]
    lines = subprocess.run(tree, check=True, capture_output=True, text=True).stdout.splitlines()
    built = {tuple(line.split()[:2]) for line in lines if line.strip()}
    bad, count = [], 0
    for package in json.loads(text)["packages"]:
        if package["source"] is None or (package["name"], "v" + package["version"]) not in built:
            continue
        count += 1
        extra = EXCEPTED.get(package["name"], (None, ""))[0]
        if not satisfied(package["license"] or "none", extra):
            bad.append(f"{package['name']} {package['version']}: {package['license']}")
    print("\n".join(bad) if bad else f"{count} packages, all under allowed licences")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
