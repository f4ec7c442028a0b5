//! Parses the scripts of the shipped labs, so that no check has to: see `src/lab/packed.rs`.

use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use kdl::{KdlDocument, KdlEntry, KdlError, KdlIdentifier, KdlNode, KdlValue};
use packed::{Entry, Identifier, Node, Value};

#[path = "src/lab/packed.rs"]
mod packed;

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let mut files = Vec::new();
    for folder in [root.join("../exercises"), root.join("experiments")] {
        println!("cargo::rerun-if-changed={}", folder.display());
        collect(&folder, &mut files)?;
    }
    if env::var("CARGO_CFG_TARGET_OS")? == "linux" && env::var("CARGO_CFG_TARGET_ENV")? == "gnu" {
        // Relocated when it is linked, not each time one of its thousands of workers starts.
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/lab/packed.rs");
    files.sort();
    let mut table = String::from("&[\n");
    for (number, path) in files.iter().enumerate() {
        let text = fs::read_to_string(path)?;
        let document = KdlDocument::parse(&text).map_err(|error| complaint(path, &text, &error))?;
        let packed = document.nodes().iter().map(node).collect::<Result<Vec<Node>, _>>()?;
        let name = out.join(format!("{number}.json"));
        fs::write(&name, serde_json::to_vec(&packed)?)?;
        writeln!(table, "(include_str!({path:?}), include_bytes!({name:?})),")?;
    }
    table.push(']');
    fs::write(out.join("scripts.rs"), table)?;
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|e| e == "kdl") {
            files.push(path);
        }
    }
    Ok(())
}

fn complaint(path: &Path, text: &str, error: &KdlError) -> String {
    let first = error.diagnostics.first();
    let line = first.and_then(|d| text.get(..d.span.offset())).map_or(1, |before| before.matches('\n').count() + 1);
    let message = first.and_then(|d| d.message.as_deref()).unwrap_or("this is not KDL");
    format!("{}:{line}: {message}", path.display())
}

fn identifier(name: &KdlIdentifier) -> Identifier {
    Identifier(name.value().to_owned(), (name.span().offset(), name.span().len()))
}

fn node(node: &KdlNode) -> Result<Node, Box<dyn Error>> {
    let children = node.children().map(|c| c.nodes().iter().map(self::node).collect::<Result<_, _>>()).transpose()?;
    Ok(Node {
        name: identifier(node.name()),
        span: (node.span().offset(), node.span().len()),
        entries: node.entries().iter().map(entry).collect::<Result<_, _>>()?,
        children,
    })
}

fn entry(entry: &KdlEntry) -> Result<Entry, Box<dyn Error>> {
    let value = match entry.value() {
        KdlValue::String(text) => Value::String(text.clone()),
        KdlValue::Integer(number) => Value::Integer(i64::try_from(*number)?),
        KdlValue::Float(number) => Value::Float(*number),
        KdlValue::Bool(value) => Value::Bool(*value),
        KdlValue::Null => Value::Null,
    };
    let span = (entry.span().offset(), entry.span().len());
    Ok(Entry { name: entry.name().map(identifier), value, span })
}
