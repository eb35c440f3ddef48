//! `require`: a field is there and says what it is for, or a document says all that one of its kind must say.

use std::sync::Arc;

use toml::Spanned;

use super::{
    super::{
        compile::{Compiled, Compiler},
        file,
        pattern::{Pattern, any_in},
        rule::Rule,
    },
    Verb,
};
use crate::{
    doc::{BlockKind, Document, Field},
    finding::{Finding, Fingerprint},
    law::{Date, LimitRole},
    text::{Folded, FoldedText, Plain, Span},
};

/// What must be there.
#[derive(Debug, Clone)]
pub(in super::super) struct Require {
    what: What,
    when: Vec<Pattern>,
    when_in: Vec<Arc<str>>,
    unless: Vec<Pattern>,
    elsewhere: Elsewhere,
}

/// Which of the words outside the field count.
#[derive(Debug, Clone)]
struct Elsewhere {
    or_words: Vec<Pattern>,
    not_in: Vec<Arc<str>>,
    except: Vec<Pattern>,
}

#[derive(Debug, Clone)]
enum What {
    /// A field, named by a label.
    Field(Box<FieldOf>),
    /// Elements that have names but, as a rule, no labels.
    Elements(Vec<Element>),
    /// Elements that belong to each thing of a certain kind, such as a form to fill in, in its own line.
    Each(Vec<Element>),
    /// The rest of the document.
    Whole,
}

/// A field; or what it is for, said elsewhere.
#[derive(Debug, Clone)]
struct FieldOf {
    name: Arc<str>,
    or_limit: Option<LimitRole>,
    or_label: bool,
    hollow: Vec<Pattern>,
    says: Vec<Element>,
    or_says: Vec<Pattern>,
}

#[derive(Debug, Clone)]
struct Element {
    name: Arc<str>,
    field: Option<Arc<str>>,
    any: Vec<Pattern>,
}

impl Require {
    pub(in super::super) fn compile(
        written: &Spanned<file::Require>,
        compiler: &Compiler<'_>,
    ) -> Compiled<Self> {
        let require = written.get_ref();
        let what = match (&require.field, require.elements.as_slice(), require.whole) {
            (Some(field), [], false) => What::Field(Box::new(FieldOf {
                name: compiler.field(field)?,
                or_limit: require.or_limit.as_ref().map(|role| compiler.role(role)).transpose()?,
                or_label: require.or_label,
                hollow: compiler.whole(&require.hollow)?,
                says: elements(&require.says, compiler)?,
                or_says: compiler.patterns(&require.or_says)?,
            })),
            (None, written @ [_, ..], false) if require.when_in.is_empty() => {
                What::Elements(elements(written, compiler)?)
            }
            (None, written @ [_, ..], false) => What::Each(elements(written, compiler)?),
            (None, [], true) => What::Whole,
            _ => {
                let advice = "[require] 下写 field = \"要素\"，或者写 elements = [{ name = \"…\", any = ['…'] }]，或者写 whole = true。";
                return Err(compiler.mistake(
                    written,
                    "[require] 要恰好写 field、elements、whole 中的一个",
                    advice,
                ));
            }
        };
        Ok(Self {
            what,
            when: compiler.patterns(&require.when)?,
            when_in: compiler.fields(&require.when_in)?,
            unless: compiler.patterns(&require.unless)?,
            elsewhere: Elsewhere {
                or_words: compiler.patterns(&require.or_words)?,
                not_in: compiler.fields(&require.not_in)?,
                except: compiler.patterns(&require.except)?,
            },
        })
    }

    /// Where the document says what makes anything needed; nowhere when nothing is needed.
    fn asked(&self, document: &Document) -> Vec<Span<Plain>> {
        let (folded, text) = (&document.folded, document.folded.as_str());
        if any_in(&self.unless, text) {
            return Vec::new();
        }
        if self.when.is_empty() {
            return vec![document.headline()];
        }
        let matches = self.when.iter().flat_map(|pattern| pattern.find(text)).map(|at| folded.to_plain(at));
        if self.when_in.is_empty() {
            return matches.map(|_| document.headline()).take(1).collect();
        }
        let is_in =
            |at: &Span<Plain>| document.field_at(*at).is_some_and(|field| self.when_in.contains(&field.name));
        let mut places: Vec<Span<Plain>> = matches.filter(is_in).collect();
        places.sort_unstable();
        places
    }
}

impl Require {
    /// The things at `places` in whose line one of `elements` is missing.
    fn each(
        &self,
        rule: &Rule,
        document: &Document,
        elements: &[Element],
        places: &[Span<Plain>],
    ) -> Vec<Finding> {
        let said = |element: &&Element| {
            element.has_field(document) || self.elsewhere.has(&self.elsewhere.or_words, document)
        };
        let open: Vec<&Element> = elements.iter().filter(|element| !said(element)).collect();
        if open.is_empty() {
            return Vec::new();
        }
        let mut findings = Vec::new();
        let mut lines: Vec<String> = Vec::new();
        for &at in places {
            let line = line_around(document, at);
            if lines.contains(&line) {
                continue;
            }
            let missing =
                open.iter().filter(|element| !any_in(&element.any, FoldedText::new(&line).as_str()));
            findings.extend(missing.map(|element| {
                let words = at.of(&document.plain);
                let mut finding = rule.finding(document, at, format!("“{words}”没有写明“{}”", element.name));
                finding.primary.note.clone_from(&element.name.to_string());
                finding
            }));
            lines.push(line);
        }
        findings
    }
}

/// The item in which `at` stands: its table row, or its part of a line between semicolons.
fn line_around(document: &Document, at: Span<Plain>) -> String {
    let plain = &document.plain;
    let Some(block) = document.block_at(at) else { return String::new() };
    if let BlockKind::Cell(own) = block.kind {
        let row = document.blocks.iter().filter(|other| {
            matches!(other.kind, BlockKind::Cell(cell) if cell.table == own.table && cell.row == own.row)
        });
        return row.map(|cell| cell.span.of(plain)).collect::<Vec<_>>().join("，");
    }
    let border = ['；', ';', '\n'];
    let before = plain.get(block.span.start()..at.start()).unwrap_or_default();
    let after = plain.get(at.start()..block.span.end()).unwrap_or_default();
    let from = before.rfind(border).map_or(before, |i| before.get(i..).unwrap_or_default());
    let to = after.find(border).map_or(after, |i| after.get(..i).unwrap_or_default());
    format!("{from}{to}")
}

fn elements(written: &[file::Element], compiler: &Compiler<'_>) -> Compiled<Vec<Element>> {
    let element = |element: &file::Element| {
        Ok(Element {
            name: element.name.as_str().into(),
            field: element.field.as_ref().map(|name| compiler.field(name)).transpose()?,
            any: compiler.patterns(&element.any)?,
        })
    };
    written.iter().map(element).collect()
}

impl Verb for Require {
    fn run(&self, rule: &Rule, document: &Document, _as_of: Date) -> Vec<Finding> {
        let places = self.asked(document);
        let Some(&place) = places.first() else { return Vec::new() };
        match &self.what {
            What::Field(field) if !document.is_fragment => {
                field.finding(rule, document, &self.elsewhere).into_iter().collect()
            }
            What::Elements(elements) if !document.is_fragment => {
                let missing = elements.iter().filter(|element| !element.is_said(document, &self.elsewhere));
                missing.map(|element| lacks(rule, document, place, &element.name)).collect()
            }
            What::Each(elements) if !document.is_fragment => self.each(rule, document, elements, &places),
            What::Whole if document.is_fragment => {
                vec![rule.finding(document, place, rule.title.to_string())]
            }
            _ => Vec::new(),
        }
    }
}

impl Elsewhere {
    /// Whether `document` has words of `patterns` where they count.
    fn has(&self, patterns: &[Pattern], document: &Document) -> bool {
        let folded = &document.folded;
        let except = places(&self.except, folded.as_str());
        let counts = |at: Span<Folded>| {
            let field = document.field_at(folded.to_plain(at));
            field.is_none_or(|field| !self.not_in.contains(&field.name))
                && !except.iter().any(|e| e.contains(at))
        };
        patterns.iter().any(|pattern| pattern.find(folded.as_str()).any(counts))
    }
}

impl Element {
    fn is_said(&self, document: &Document, elsewhere: &Elsewhere) -> bool {
        self.has_field(document) || elsewhere.has(&self.any, document)
    }

    fn has_field(&self, document: &Document) -> bool {
        let has = |name: &Arc<str>| {
            document.fields_named(name).any(|field| !field.text(&document.plain).is_empty())
        };
        self.field.as_ref().is_some_and(has)
    }
}

impl FieldOf {
    /// The finding on a field that is missing, empty, or says nothing of what it is for.
    fn finding(&self, rule: &Rule, document: &Document, elsewhere: &Elsewhere) -> Option<Finding> {
        let plain = &document.plain;
        // A label inside a field that does not count, such as a filled-in sample, names nothing.
        let counts = |field: &&Field| {
            let outer = document.fields.iter().filter(|outer| elsewhere.not_in.contains(&outer.name));
            !outer.flat_map(|outer| &outer.value).any(|piece| piece.contains(field.label))
        };
        let labelled: Vec<&Field> = document.fields_named(&self.name).filter(counts).collect();
        let filled: Vec<&Field> =
            labelled.iter().copied().filter(|field| !field.text(plain).is_empty()).collect();
        let real: Vec<&Field> = filled
            .iter()
            .copied()
            .filter(|field| !any_in(&self.hollow, FoldedText::new(&field.text(plain)).as_str()))
            .collect();
        let silent = self.unsaid(document, &real, &elsewhere.except);
        // The second chance: what the field is for stands somewhere, under no label or another one.
        let limited =
            self.or_limit.is_some_and(|role| document.limits.iter().any(|limit| limit.role == role));
        let said = limited || elsewhere.has(&elsewhere.or_words, document);
        if !real.is_empty() && silent.is_empty() || said {
            return None;
        }
        let at_label = |field: &Field, message: String| {
            let at = field.value.iter().find(|piece| !piece.is_empty()).copied().unwrap_or(field.label);
            let mut finding = rule.finding(document, at, message);
            finding.field = Some(self.name.clone());
            finding.fingerprint = Fingerprint::of([&*rule.code, &*self.name]);
            finding
        };
        // A label without a value is shown where it stands; a missing one at the title, which stands for the whole.
        match (real.first(), filled.first(), labelled.first()) {
            (Some(field), ..) => {
                Some(at_label(field, format!("“{}”没有写明{}", self.name, silent.join("、"))))
            }
            (_, Some(field), _) => Some(at_label(field, format!("“{}”有名无实", self.name))),
            (.., Some(_)) if self.or_label => None,
            (.., Some(field)) => Some(at_label(field, format!("“{}”有名无实：标签后面没有内容", self.name))),
            _ => Some(lacks(rule, document, document.headline(), &self.name)),
        }
    }

    /// What the field does not say, though it must.
    fn unsaid(&self, document: &Document, fields: &[&Field], except: &[Pattern]) -> Vec<&str> {
        if self.says.is_empty() {
            return Vec::new();
        }
        let plain = &document.plain;
        let line = |field: &&Field| format!("{}：{}", field.label.of(plain), field.text(plain));
        let all = FoldedText::new(&fields.iter().map(line).collect::<Vec<_>>().join("\n"));
        if any_in(&self.or_says, all.as_str()) {
            return Vec::new();
        }
        let except = places(except, all.as_str());
        let is_said = |element: &Element| {
            let mut found = element.any.iter().flat_map(|pattern| pattern.find(all.as_str()));
            found.any(|at| !except.iter().any(|e| e.contains(at)))
        };
        self.says.iter().filter(|element| !is_said(element)).map(|element| &*element.name).collect()
    }
}

fn places(patterns: &[Pattern], text: &str) -> Vec<Span<Folded>> {
    patterns.iter().flat_map(|pattern| pattern.find(text)).collect()
}

fn lacks(rule: &Rule, document: &Document, at: Span<Plain>, name: &Arc<str>) -> Finding {
    let kind = document.kind.map_or("文件", |kind| kind.name());
    let mut finding = rule.finding(document, at, format!("这份{kind}没有写明“{name}”"));
    finding.field = Some(name.clone());
    finding.fingerprint = Fingerprint::of([&*rule.code, name]);
    finding
}
