//! Writes markers of comments and tracked changes into the main part. Only runs that are cut are written anew, out of
//! slices of themselves; all other bytes stay.

use super::{
    names::{Names, escaped},
    place::{Edge, Stretch},
    units::{ChildKind, Inside, Unit, UnitKind, Units},
};
use crate::text::{Source, Span};

/// A comment in the text.
#[derive(Debug)]
pub(super) struct Mark {
    pub(super) stretch: Stretch,
    pub(super) id: i64,
}

/// A tracked change: words that go, and what is written instead after the first of them.
#[derive(Debug)]
pub(super) struct Change {
    /// What goes, in order, each in one run.
    pub(super) parts: Vec<Stretch>,
    pub(super) with: String,
    /// The author, as an attribute has it.
    pub(super) author: String,
    /// The number of the first of the tracked changes that it takes, which are one more than its parts.
    pub(super) id: i64,
}

impl Change {
    fn start(&self) -> Option<Edge> {
        self.parts.first().map(|part| part.start)
    }

    fn end(&self) -> Option<Edge> {
        self.parts.last().map(|part| part.end)
    }
}

/// What happens at an edge, in the order in which things at the same edge are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    /// The end of a part (its number) of a change (its index).
    Written(usize, usize),
    Ends(i64),
    Begins(i64),
    /// The beginning of the same.
    Deleted(usize, usize),
}

/// Writes `marks` and `changes` into the part `text`. Changes are in order and do not overlap.
pub(super) fn weave(
    text: &str,
    units: &Units,
    names: &Names,
    date: &str,
    marks: &[Mark],
    changes: &[Change],
) -> String {
    let mut events: Vec<(Edge, Event)> = Vec::new();
    for mark in marks {
        let stretch = around_changes(mark.stretch, changes);
        events.push((stretch.start, Event::Begins(mark.id)));
        events.push((stretch.end, Event::Ends(mark.id)));
    }
    for (index, change) in changes.iter().enumerate() {
        for (number, part) in change.parts.iter().enumerate() {
            events.push((part.start, Event::Deleted(index, number)));
            events.push((part.end, Event::Written(index, number)));
        }
    }
    events.sort_unstable();
    let weaver = Weaver { text, names, date, changes };
    let mut out = String::with_capacity(text.len() + text.len() / 8 + 1024);
    let mut from = 0;
    for group in events.chunk_by(|(a, _), (b, _)| a.unit == b.unit) {
        let Some(unit) = group.first().and_then(|(edge, _)| units.units.get(edge.unit)) else { continue };
        out.push_str(text.get(from..unit.at.start()).unwrap_or_default());
        weaver.unit(unit, group, &mut out);
        from = unit.at.end();
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

/// The stretch, grown so that it begins or ends in no change.
fn around_changes(mut stretch: Stretch, changes: &[Change]) -> Stretch {
    let before = |at: Edge| changes.partition_point(|change| change.start() <= Some(at));
    if let Some(change) = before(stretch.start).checked_sub(1).and_then(|i| changes.get(i))
        && let (Some(start), Some(end)) = (change.start(), change.end())
        && stretch.start < end
    {
        stretch.start = start;
    }
    if let Some(change) = before(stretch.end).checked_sub(1).and_then(|i| changes.get(i))
        && let (Some(start), Some(end)) = (change.start(), change.end())
        && start < stretch.end
        && stretch.end < end
    {
        stretch.end = end;
    }
    stretch
}

struct Weaver<'a> {
    text: &'a str,
    names: &'a Names,
    date: &'a str,
    changes: &'a [Change],
}

impl Weaver<'_> {
    /// Writes a unit with what happens beside and inside it.
    fn unit(&self, unit: &Unit, events: &[(Edge, Event)], out: &mut String) {
        let mut from = unit.at.start();
        let mut next_child = 0;
        let mut deleting = None;
        for (edge, event) in events {
            if from < edge.at {
                self.segment(unit, Span::new(from, edge.at), deleting, &mut next_child, out);
                from = edge.at;
            }
            match *event {
                Event::Begins(id) => out.push_str(&self.names.empty("commentRangeStart", id)),
                Event::Ends(id) => {
                    out.push_str(&self.names.empty("commentRangeEnd", id));
                    out.push_str(&self.names.reference(id));
                }
                Event::Deleted(change, part) => deleting = Some((change, part)),
                Event::Written(change, part) => {
                    deleting = None;
                    if part == 0 {
                        self.written(unit, change, out);
                    }
                }
            }
        }
        if from < unit.at.end() {
            self.segment(unit, Span::new(from, unit.at.end()), deleting, &mut next_child, out);
        }
    }

    /// Writes the stretch `at` of a unit as a run of its own; `deleting` are the change and the part of it that delete it.
    fn segment(
        &self,
        unit: &Unit,
        at: Span<Source>,
        deleting: Option<(usize, usize)>,
        next_child: &mut usize,
        out: &mut String,
    ) {
        if at == unit.at && deleting.is_none() {
            out.push_str(at.of(self.text));
            return;
        }
        let change = deleting.and_then(|(change, part)| Some((self.changes.get(change)?, part)));
        if let Some((change, part)) = change {
            let id = change.id + 1 + i64::try_from(part).unwrap_or_default();
            out.push_str(&self.names.tracked("del", id, &change.author, self.date));
        }
        out.push_str(unit.head().of(self.text));
        while let Some(child) = unit.children().get(*next_child) {
            if child.at.start() >= at.end() {
                break;
            }
            self.child(child.at, child.kind, at, change.is_some(), out);
            if child.at.end() > at.end() {
                break;
            }
            *next_child += 1;
        }
        self.close(unit.head(), out);
        if change.is_some() {
            out.push_str(&self.names.close("del"));
        }
    }

    /// Writes what of a child of a run lies in `within`.
    fn child(
        &self,
        at: Span<Source>,
        kind: ChildKind,
        within: Span<Source>,
        deleted: bool,
        out: &mut String,
    ) {
        let ChildKind::Text { tag, words, preserve } = kind else { return out.push_str(at.of(self.text)) };
        let whole = within.contains(at);
        if whole && !deleted {
            return out.push_str(at.of(self.text));
        }
        if within.start() <= at.start() {
            out.push_str(Span::<Source>::new(at.start(), tag.start()).of(self.text));
        }
        let name = name_in(tag.of(self.text));
        let prefix = name.rsplit_once(':').map_or(String::new(), |(prefix, _)| format!("{prefix}:"));
        let name = if deleted { format!("{prefix}delText") } else { name.to_owned() };
        let start = words.start().max(within.start());
        let part = Span::<Source>::new(start, words.end().min(within.end()).max(start));
        let space = if whole && !preserve { "" } else { " xml:space=\"preserve\"" };
        out.push_str(&format!("<{name}{space}>{}</{name}>", part.of(self.text)));
    }

    /// Closes what begins with the start tag at the beginning of `head`.
    fn close(&self, head: Span<Source>, out: &mut String) {
        out.push_str(&format!("</{}>", name_in(head.of(self.text))));
    }

    /// Writes what a change puts in the place of the words it deletes.
    fn written(&self, unit: &Unit, change: usize, out: &mut String) {
        let Some(change) = self.changes.get(change).filter(|change| !change.with.is_empty()) else { return };
        let around = match &unit.kind {
            UnitKind::Run(run) => run.inside,
            UnitKind::Whole(_) => Inside::Other,
        };
        // Beside an insertion of somebody else, not in it: that one is not about these words.
        if let Inside::Insertion(tag) = around {
            self.close(tag, out);
        }
        let head = unit.head().of(self.text);
        out.push_str(&self.names.tracked("ins", change.id, &change.author, self.date));
        out.push_str(head);
        let name = name_in(head);
        let prefix = name.rsplit_once(':').map_or(String::new(), |(prefix, _)| format!("{prefix}:"));
        let with = escaped(&change.with);
        out.push_str(&format!("<{prefix}t xml:space=\"preserve\">{with}</{prefix}t></{name}>"));
        out.push_str(&self.names.close("ins"));
        if let Inside::Insertion(tag) = around {
            out.push_str(tag.of(self.text));
        }
    }
}

/// The name in a start tag.
fn name_in(tag: &str) -> &str {
    let rest = tag.strip_prefix('<').unwrap_or(tag);
    rest.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next().unwrap_or_default()
}
