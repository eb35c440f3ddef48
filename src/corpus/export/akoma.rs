//! Akoma Ntoso 3.0 (OASIS LegalDocML): one document an edition, for other legal systems.
//!
//! 编、章、节、条、款、项、目 become part, chapter, section, article, paragraph, point, indent, each with an `eId` by its
//! number; a line that no unit holds (a preamble, words below the title of a chapter) stays where it stands. A day that
//! nobody knows is [`UNKNOWN_DAY`], since the standard asks for one.

use std::{collections::HashSet, fmt::Write as _};

use super::{article::edition_key, xml::escaped};
use crate::law::{Date, Level, Provision, Regulation, Step};

/// What users read beside these files.
pub const GUIDE: &str = include_str!("akoma.md");

/// Stands for a day that is not known.
pub const UNKNOWN_DAY: &str = "0001-01-01";

/// A unit of the text on its way into the document.
struct Unit<'r> {
    provision: &'r Provision,
    eid: String,
    /// Lines below it that belong to no unit.
    loose: Vec<&'r str>,
    children: Vec<usize>,
}

/// The text of an edition as a tree.
struct Tree<'r> {
    regulation: &'r Regulation,
    units: Vec<Unit<'r>>,
    roots: Vec<usize>,
    /// What stands before the first unit.
    preamble: Vec<&'r str>,
}

/// The name of the file of an edition: `time-limited-completion@2026-01-01.xml`.
pub fn file_name(regulation: &Regulation) -> String {
    format!("{}.xml", edition_key(regulation))
}

/// The edition `regulation` as a document. `first` is the earliest edition of the same regulation, from which the work has
/// its name and its date.
pub fn document(regulation: &Regulation, first: &Regulation) -> String {
    let tree = Tree::of(regulation);
    let contains =
        if regulation.effective() == first.effective() { "originalVersion" } else { "singleVersion" };
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<akomaNtoso xmlns=\"http://docs.oasis-open.org/legaldocml/ns/akn/3.0\">\n<act name=\"regulation\" contains=\"{contains}\">\n"
    );
    meta(&mut out, regulation, first);
    let title = escaped(&regulation.title);
    let _ = writeln!(out, "<preface><p><docTitle>{title}</docTitle></p></preface>");
    if !tree.units.is_empty() && !tree.preamble.is_empty() {
        out.push_str("<preamble>\n");
        tree.preamble.iter().for_each(|line| paragraph(&mut out, line));
        out.push_str("</preamble>\n");
    }
    out.push_str("<body>\n");
    if tree.units.is_empty() {
        out.push_str("<hcontainer eId=\"hcontainer_1\" name=\"text\">\n");
        content(&mut out, tree.preamble.iter().copied());
        out.push_str("</hcontainer>\n");
    }
    tree.roots.iter().for_each(|&root| tree.write(root, &mut out));
    out.push_str("</body>\n</act>\n</akomaNtoso>\n");
    out
}

fn day(date: Option<Date>) -> String {
    date.map_or(UNKNOWN_DAY.to_owned(), |day| day.to_string())
}

/// Identification, references, and what the standard has no place for.
fn meta(out: &mut String, regulation: &Regulation, first: &Regulation) {
    let made = first.edition.adopted.or(first.edition.effective);
    let work = format!("/akn/cn/act/{}/{}", day(made), regulation.id);
    let applies = day(regulation.edition.effective);
    let expression = format!("{work}/zho@{applies}");
    let dated = |date: Option<Date>, name: &str| {
        format!(
            "<FRBRdate date=\"{}\" name=\"{}\"/>",
            day(date),
            if date.is_some() { name } else { "unknown" }
        )
    };
    let work_date = dated(made, if first.edition.adopted.is_some() { "adoption" } else { "entryIntoForce" });
    let expression_date = dated(regulation.edition.effective, "entryIntoForce");
    let (author, by) =
        if regulation.issuer.is_empty() { ("#guiju", "") } else { ("#issuer", " as=\"#author\"") };
    let author = format!("<FRBRauthor href=\"{author}\"{by}/>");
    let frbr = |uri: &str, file: &str| {
        format!("<FRBRthis value=\"{uri}/!main{file}\"/><FRBRuri value=\"{uri}{file}\"/>")
    };
    let alias =
        |name: &str, value: &str| format!("<FRBRalias name=\"{name}\" value=\"{}\"/>", escaped(value));
    let aliases: String = regulation.aliases.iter().map(|other| alias("alias", other)).collect();
    let number = regulation.number.as_ref().map(|n| format!("<FRBRnumber value=\"{}\"/>", escaped(n)));
    let _ = writeln!(
        out,
        "<meta>\n<identification source=\"#guiju\">\n<FRBRWork>{}{}{aliases}{work_date}{author}<FRBRcountry value=\"cn\"/>{}<FRBRname value=\"{}\"/></FRBRWork>\n<FRBRExpression>{}{expression_date}{author}<FRBRlanguage language=\"zho\"/></FRBRExpression>\n<FRBRManifestation>{}{expression_date}<FRBRauthor href=\"#guiju\"/><FRBRformat value=\"application/akn+xml\"/></FRBRManifestation>\n</identification>",
        frbr(&work, ""),
        alias("title", &regulation.title),
        number.unwrap_or_default(),
        escaped(&regulation.id),
        frbr(&expression, ""),
        frbr(&expression, ".xml"),
    );
    out.push_str("<references source=\"#guiju\">\n<TLCOrganization eId=\"guiju\" href=\"/akn/ontology/organization/guiju\" showAs=\"guiju\"/>\n");
    if !regulation.issuer.is_empty() {
        let _ = writeln!(
            out,
            "<TLCOrganization eId=\"issuer\" href=\"/akn/ontology/organization/cn/{}\" showAs=\"{}\"/>\n<TLCRole eId=\"author\" href=\"/akn/ontology/role/author\" showAs=\"制定单位\"/>",
            percent(&regulation.issuer),
            escaped(&regulation.issuer)
        );
    }
    let _ = writeln!(
        out,
        "</references>\n<proprietary source=\"#guiju\">\n<guiju:regulation xmlns:guiju=\"https://example.invalid/guiju\" status=\"{}\" category=\"{}\">",
        regulation.edition.status.name(),
        escaped(&regulation.category)
    );
    for (name, values) in [("basis", &regulation.references), ("replaces", &regulation.replaces)] {
        for value in values {
            let _ = writeln!(out, "<guiju:{name}>{}</guiju:{name}>", escaped(value));
        }
    }
    out.push_str("</guiju:regulation>\n</proprietary>\n</meta>\n");
}

/// `text` as a part of a URI.
fn percent(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

impl<'r> Tree<'r> {
    fn of(regulation: &'r Regulation) -> Self {
        let mut tree = Self { regulation, units: Vec::new(), roots: Vec::new(), preamble: Vec::new() };
        let mut rest = regulation.provisions().iter().peekable();
        let (mut open, mut eids): (Vec<usize>, HashSet<String>) = (Vec::new(), HashSet::new());
        let body = regulation.body_text();
        let mut end = regulation.text().len() - body.len();
        for line in body.split_inclusive('\n') {
            end += line.len();
            let words = line.trim();
            let mut begins = false;
            while let Some(provision) = rest.next_if(|provision| provision.span.start() < end) {
                tree.open(provision, &mut open, &mut eids);
                begins = true;
            }
            if words.is_empty() || begins {
                continue;
            }
            let words = words.trim_start_matches('#').trim_start();
            match tree.units.last_mut() {
                Some(unit) => unit.loose.push(words),
                // The title has a place of its own.
                None if words == regulation.title => {}
                None => tree.preamble.push(words),
            }
        }
        tree
    }

    /// Takes `provision` up below the innermost open unit that it lies in.
    fn open(&mut self, provision: &'r Provision, open: &mut Vec<usize>, eids: &mut HashSet<String>) {
        let steps = provision.at.steps();
        open.retain(|&i| {
            self.units.get(i).is_some_and(|unit| {
                let outer = unit.provision.at.steps();
                outer.len() < steps.len() && steps.starts_with(outer)
            })
        });
        let parent = open.last().copied();
        let own = steps.last().map(eid).unwrap_or_default();
        // Articles count through the whole text, so their names do without what is around them.
        let outer =
            parent.and_then(|i| self.units.get(i)).filter(|_| provision.level() != Some(Level::Article));
        let plain = outer.map_or(own.clone(), |outer| format!("{}__{own}", outer.eid));
        let mut eid = plain.clone();
        for time in 2.. {
            if eids.insert(eid.clone()) {
                break;
            }
            eid = format!("{plain}-dup{time}");
        }
        let place = self.units.len();
        match parent.and_then(|i| self.units.get_mut(i)) {
            Some(parent) => parent.children.push(place),
            None => self.roots.push(place),
        }
        self.units.push(Unit { provision, eid, loose: Vec::new(), children: Vec::new() });
        open.push(place);
    }

    /// Writes the unit and those inside; they are at most as deep as there are levels.
    fn write(&self, place: usize, out: &mut String) {
        let Some(unit) = self.units.get(place) else { return };
        let (text, provision) = (self.regulation.text(), unit.provision);
        let level = provision.level();
        let (element, _) = names(level);
        let _ = writeln!(out, "<{element} eId=\"{}\">", escaped(&unit.eid));
        let number = text.get(provision.span.start()..provision.words.start()).unwrap_or_default();
        let number = number.trim_matches(|c: char| c.is_whitespace() || "#*-".contains(c));
        if !number.is_empty() {
            let _ = writeln!(out, "<num>{}</num>", escaped(number));
        }
        let words = provision.words.of(text);
        let titled = level < Some(Level::Article);
        if titled && !words.is_empty() {
            let _ = writeln!(out, "<heading>{}</heading>", escaped(words));
        }
        let own = Some(words).filter(|words| !titled && !words.is_empty());
        let lines = own.into_iter().chain(unit.loose.iter().copied());
        if unit.children.is_empty() {
            content(out, lines);
        } else {
            let mut lines = lines.peekable();
            if lines.peek().is_some() {
                out.push_str("<intro>\n");
                lines.for_each(|line| paragraph(out, line));
                out.push_str("</intro>\n");
            }
            unit.children.iter().for_each(|&child| self.write(child, out));
        }
        let _ = writeln!(out, "</{element}>");
    }
}

fn paragraph(out: &mut String, line: &str) {
    let _ = writeln!(out, "<p>{}</p>", escaped(line));
}

/// The lines as content, which must hold at least one block.
fn content<'t>(out: &mut String, lines: impl Iterator<Item = &'t str>) {
    let mut lines = lines.peekable();
    out.push_str("<content>\n");
    if lines.peek().is_none() {
        out.push_str("<p/>\n");
    }
    lines.for_each(|line| paragraph(out, line));
    out.push_str("</content>\n");
}

/// The element of a level, and its short name in an `eId`.
fn names(level: Option<Level>) -> (&'static str, &'static str) {
    match level {
        Some(Level::Part) => ("part", "part"),
        Some(Level::Chapter) => ("chapter", "chp"),
        Some(Level::Section) => ("section", "sec"),
        Some(Level::Article) => ("article", "art"),
        Some(Level::Paragraph) => ("paragraph", "para"),
        Some(Level::Item) => ("point", "point"),
        Some(Level::Subitem) => ("indent", "indent"),
        Some(Level::Point) | None => ("level", "level"),
    }
}

/// `art_307-1` of 第三百零七条之一.
fn eid(step: &Step) -> String {
    let (_, short) = names(Some(step.level));
    if step.inserted == 0 {
        format!("{short}_{}", step.number)
    } else {
        format!("{short}_{}-{}", step.number, step.inserted)
    }
}
