//! The JSON schema of rule files: it takes every rule there is, and refuses what the program refuses.

use std::{fs, path::Path};

use serde_json::Value;

fn schema() -> jsonschema::Validator {
    jsonschema::draft202012::new(&serde_json::from_str(guiju::rules::SCHEMA).unwrap()).unwrap()
}

/// A rule's file as JSON; days become strings.
fn rule(text: &str) -> Value {
    fn json(value: toml::Value) -> Value {
        match value {
            toml::Value::Datetime(day) => Value::String(day.to_string()),
            toml::Value::Array(values) => values.into_iter().map(json).collect(),
            toml::Value::Table(table) => table.into_iter().map(|(key, value)| (key, json(value))).collect(),
            other => serde_json::to_value(other).unwrap(),
        }
    }
    json(toml::from_str(text).unwrap())
}

#[test]
fn every_rule_fits_the_schema() {
    let schema = schema();
    let mut seen = 0;
    for folder in
        fs::read_dir("checks").unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir())
    {
        for file in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let rule = rule(&fs::read_to_string(&file).unwrap());
            let mistakes: Vec<String> = schema.iter_errors(&rule).map(|error| error.to_string()).collect();
            assert_eq!(mistakes, Vec::<String>::new(), "{}", file.display());
            seen += 1;
        }
    }
    assert!(seen > 100);
}

#[test]
fn slips_do_not_fit() {
    let (schema, form) =
        (schema(), fs::read_to_string(Path::new("checks/guide/A01-legal-basis.toml")).unwrap());
    for (right, wrong) in [
        ("level = ", "levle = "),
        ("\"guide\"", "\"guid\""),
        ("[require]", "[requires]"),
        ("profile = \"", "profile = \"x"),
        ("[[example]]", "[[exampel]]"),
    ] {
        assert!(form.contains(right), "{right}");
        assert!(!schema.is_valid(&rule(&form.replace(right, wrong))), "{wrong}");
    }
}
