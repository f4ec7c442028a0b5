#!/bin/sh
# The model answers of a lab as a submission, to be checked like a student's:
#     cargo build --release && sh reference/submission.sh tp-a DIR && target/release/grader check DIR
set -eu
here=$(dirname "$0")
lab=$1
folder=$2
mkdir -p "$folder"
cp "$here/$lab.toml" "$folder/tp.toml"
for program in $(sed -n 's/.*command = \["\.\/\(.*\)"\].*/\1/p' "$here/$lab.toml"); do
    cp "$here/../target/release/$program" "$folder/"
done
