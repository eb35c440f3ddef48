//! The documents of tests/content/ against the labels of tests/content.toml: everything labelled is found, at its words, and
//! nothing else.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::program::guiju;

#[derive(Deserialize)]
struct Labels {
    document: Vec<Labelled>,
}

#[derive(Deserialize)]
struct Labelled {
    path: String,
    kind: String,
    finds: Vec<Fault>,
}

#[derive(Deserialize, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Fault {
    rule: String,
    text: Option<String>,
    field: Option<String>,
    #[serde(default)]
    related: Vec<String>,
}

#[test]
fn every_labelled_fault_is_found_and_nothing_else() {
    let labels: Labels = toml::from_str(&std::fs::read_to_string("tests/content.toml").unwrap()).unwrap();
    let run = guiju(&["lint", "--format", "json", "tests/content"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report["unreadable"], serde_json::json!([]));

    let kinds: BTreeMap<&str, &str> = report["documents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| (d["path"].as_str().unwrap(), d["kind"].as_str().unwrap_or("none")))
        .collect();
    let mut found: BTreeMap<&str, Vec<Fault>> = BTreeMap::new();
    for finding in report["findings"].as_array().unwrap() {
        let field = finding["field"].as_str().map(str::to_owned);
        let related = finding["related"]
            .as_array()
            .unwrap()
            .iter()
            .map(|place| place["text"].as_str().unwrap().to_owned())
            .collect();
        let text = field.is_none().then(|| finding["text"].as_str().unwrap().to_owned());
        let fault = Fault { rule: finding["rule"].as_str().unwrap().to_owned(), text, field, related };
        found.entry(finding["path"].as_str().unwrap()).or_default().push(fault);
    }
    assert_eq!(kinds.len(), labels.document.len(), "documents checked and labelled");
    for document in labels.document {
        let path = document.path.as_str();
        assert_eq!(kinds.get(path), Some(&document.kind.as_str()), "kind of {path}");
        let mut found = found.remove(path).unwrap_or_default();
        let mut wanted = document.finds;
        found.sort();
        wanted.sort();
        assert_eq!(found, wanted, "{path}");
    }
}
