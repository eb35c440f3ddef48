//! What is kept of one file: all of its result but its path, which may be another the next time, and the words of the rules,
//! which stand in the rules.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    check::{HouseRule, Stated},
    cli::lint::Outcoming,
    doc::Kind,
    finding::{Citation, Fingerprint, Level},
    read::encoding_name,
    report::{Checked, Located, PlacedEdit, Region},
    rules::{RuleSet, Topic},
};

#[derive(Serialize, Deserialize)]
struct Kept {
    kind: Option<Kind>,
    encoding: Option<String>,
    rules: usize,
    silenced: usize,
    notes: Vec<String>,
    findings: Vec<Finding>,
    said: Vec<Said>,
    hushed: Vec<Said>,
}

#[derive(Serialize, Deserialize)]
struct Finding {
    rule: String,
    level: Level,
    message: String,
    /// `None` for what the rule advises.
    advice: Option<String>,
    field: Option<String>,
    edit: Option<PlacedEdit>,
    fingerprint: Fingerprint,
    primary: Region,
    related: Vec<Region>,
}

#[derive(Serialize, Deserialize)]
struct Said {
    rule: String,
    topic: Topic,
    value: String,
    place: Region,
}

/// The words of a rule that its findings repeat.
#[derive(PartialEq)]
struct Words {
    title: Arc<str>,
    why: Arc<str>,
    advice: String,
    basis: Arc<[Citation]>,
}

impl Words {
    fn of(code: &str, rules: &RuleSet) -> Option<Self> {
        if let Some(rule) = rules.rule(code) {
            let (title, why, basis) = (rule.title.clone(), rule.why.clone(), rule.basis.clone());
            return Some(Self { title, why, advice: rule.advice.clone(), basis });
        }
        let rule = HouseRule::of_code(code)?;
        let (title, why, advice) = (rule.title.into(), rule.why.into(), rule.advice.to_owned());
        Some(Self { title, why, advice, basis: Arc::new([]) })
    }
}

/// What is to be kept of `outcome`; `None` when it could not be had back as it is.
pub(super) fn kept(outcome: &Outcoming<'_>, rules: &RuleSet) -> Option<Vec<u8>> {
    let Outcoming { file, found, said, silenced } = outcome;
    let kept = Kept {
        kind: file.kind,
        encoding: file.encoding.map(str::to_owned),
        rules: file.rules,
        silenced: file.silenced,
        notes: file.notes.clone(),
        findings: found.iter().map(|located| Finding::of(located, rules)).collect::<Option<_>>()?,
        said: said.iter().map(Said::of).collect(),
        hushed: silenced.iter().map(Said::of).collect(),
    };
    postcard::to_allocvec(&kept).ok()
}

/// The outcome that was kept in `entry`, of the file that is at `path` now.
pub(super) fn taken<'r>(entry: &[u8], path: &Arc<str>, rules: &'r RuleSet) -> Option<Outcoming<'r>> {
    let Kept { kind, encoding, rules: applied, silenced, notes, findings, said, hushed } =
        postcard::from_bytes(entry).ok()?;
    let encoding = match encoding {
        Some(name) => Some(encoding_name(&name)?),
        None => None,
    };
    let file = Checked { path: path.clone(), kind, encoding, rules: applied, silenced, notes };
    let found = findings.into_iter().map(|finding| finding.located(path, rules)).collect::<Option<_>>()?;
    let stated =
        |said: Vec<Said>| said.into_iter().map(|said| said.stated(path, rules)).collect::<Option<_>>();
    Some(Outcoming { file, found, said: stated(said)?, silenced: stated(hushed)? })
}

impl Finding {
    fn of(located: &Located, rules: &RuleSet) -> Option<Self> {
        let words = Words::of(&located.rule, rules)?;
        let advice = (located.advice != words.advice).then(|| located.advice.clone());
        let is_the_rules_own =
            located.title == words.title && located.why == words.why && located.basis == words.basis;
        is_the_rules_own.then(|| Self {
            rule: located.rule.to_string(),
            level: located.level,
            message: located.message.clone(),
            advice,
            field: located.field.as_deref().map(str::to_owned),
            edit: located.edit.clone(),
            fingerprint: located.fingerprint,
            primary: located.primary.clone(),
            related: located.related.clone(),
        })
    }

    fn located(self, path: &Arc<str>, rules: &RuleSet) -> Option<Located> {
        let Words { title, why, advice, basis } = Words::of(&self.rule, rules)?;
        let at = |place: Region| Region { path: path.clone(), ..place };
        Some(Located {
            rule: self.rule.into(),
            title,
            level: self.level,
            message: self.message,
            advice: self.advice.unwrap_or(advice),
            why,
            basis,
            field: self.field.map(Arc::from),
            edit: self.edit,
            fingerprint: self.fingerprint,
            primary: at(self.primary),
            related: self.related.into_iter().map(at).collect(),
        })
    }
}

impl Said {
    fn of(stated: &Stated<'_, Box<Region>>) -> Self {
        Self {
            rule: stated.rule.code.to_string(),
            topic: stated.topic.clone(),
            value: stated.value.clone(),
            place: (*stated.place).clone(),
        }
    }

    fn stated<'r>(self, path: &Arc<str>, rules: &'r RuleSet) -> Option<Stated<'r, Box<Region>>> {
        Some(Stated {
            rule: rules.rule(&self.rule)?,
            document: path.clone(),
            topic: self.topic,
            value: self.value,
            place: Box::new(Region { path: path.clone(), ..self.place }),
        })
    }
}
