//! Checks values against our own JSON schemas: required fields, closed sets of words, types, and that
//! nothing is there that the schema does not know.

use serde_json::Value;

/// Panics where `value` does not follow `schema`, a part of `root`.
pub(super) fn check(value: &Value, schema: &Value, root: &Value, path: &str) {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.trim_start_matches("#/$defs/");
        return check(value, &root["$defs"][name], root, path);
    }
    for variants in ["oneOf", "anyOf"].iter().filter_map(|key| schema[*key].as_array()) {
        let fits = |s: &Value| {
            let null = s["type"] == "null" && value.is_null();
            s["const"] == *value || s["enum"].as_array().is_some_and(|e| e.contains(value)) || null
        };
        match variants.iter().find(|s| s["$ref"].is_string()) {
            Some(inner) if !value.is_null() => return check(value, inner, root, path),
            _ => assert!(variants.iter().any(fits), "{path}: {value}"),
        }
    }
    for required in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        assert!(value.get(required).is_some(), "{path}.{required} is missing");
    }
    if let Some(types) = schema["type"].as_array() {
        let known = types.iter().filter_map(Value::as_str);
        assert!(known.into_iter().any(|t| is(value, t)), "{path}: {value} is none of {types:?}");
    }
    if let Some(name) = schema["type"].as_str() {
        assert!(is(value, name), "{path}: {value} is no {name}");
    }
    for (name, inner) in value.as_object().into_iter().flatten() {
        let property = &schema["properties"][name];
        assert!(!property.is_null(), "{path}.{name} is not in the schema");
        check(inner, property, root, &format!("{path}.{name}"));
    }
    for inner in value.as_array().into_iter().flatten() {
        check(inner, &schema["items"], root, &format!("{path}[]"));
    }
}

fn is(value: &Value, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "integer" => value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        _ => false,
    }
}
