//! A parsed KDL document as JSON. The scripts of the shipped labs are parsed when the grader is built
//! (`build.rs`, which shares this file), as parsing them takes longer than all else before a check.

use serde::{Deserialize, Serialize};

/// Offset and length in the file, in bytes.
pub(crate) type Span = (usize, usize);

/// A node.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Node {
    pub(crate) name: Identifier,
    #[serde(rename = "s")]
    pub(crate) span: Span,
    #[serde(rename = "e", default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) entries: Vec<Entry>,
    #[serde(rename = "c", default, skip_serializing_if = "Option::is_none")]
    pub(crate) children: Option<Vec<Node>>,
}

/// A name and where it stands.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Identifier(pub(crate) String, pub(crate) Span);

/// An argument, or a property where it has a name.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Entry {
    #[serde(rename = "n", default, skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<Identifier>,
    #[serde(rename = "v")]
    pub(crate) value: Value,
    #[serde(rename = "s")]
    pub(crate) span: Span,
}

/// What it says.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Value {
    #[serde(rename = "n")]
    Null,
    #[serde(rename = "b")]
    Bool(bool),
    #[serde(rename = "i")]
    Integer(i64),
    #[serde(rename = "f")]
    Float(f64),
    #[serde(rename = "s")]
    String(String),
}
