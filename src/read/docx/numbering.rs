//! Word's automatic numbers: 一、（一）1. are not in the text but computed from numbering.xml, paragraph by paragraph.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::styles::{Style, Styles};
use crate::read::{
    Unreadable,
    ordinal::Ordinal,
    package::Office,
    xml::{Element, Node, Ns, Xml},
};

const LEVELS: usize = 9;

/// The lists that a document defines.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    templates: HashMap<i64, Template>,
    lists: HashMap<i64, List>,
}

/// An `abstractNum`: how the levels of a list look.
#[derive(Debug, Default, Clone)]
struct Template {
    levels: BTreeMap<usize, Level>,
    /// The numbering style that holds the levels instead.
    style: Option<String>,
}

/// A `num`: a list of a template, with its own levels and beginnings where it overrides them.
#[derive(Debug, Default)]
struct List {
    template: i64,
    levels: BTreeMap<usize, Level>,
    starts: HashMap<usize, i64>,
}

/// One level of a list.
#[derive(Debug, Clone)]
struct Level {
    start: i64,
    format: Format,
    /// `%1.%2`
    text: String,
    /// Whether nothing stands between number and text.
    tight: bool,
    /// Whether all numbers in it are decimal, whatever their own level says.
    legal: bool,
    /// The level (from 1) after which it begins anew; 0 for never, `None` for any above it.
    restart: Option<usize>,
    /// The paragraph style that is numbered at this level.
    style: Option<String>,
}

impl Default for Level {
    fn default() -> Self {
        let format = Format::Number(Ordinal::Decimal);
        Self { start: 0, format, text: String::new(), tight: false, legal: false, restart: None, style: None }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Number(Ordinal),
    Bullet,
    Nothing,
}

impl Format {
    fn named(name: &str) -> Self {
        Format::Number(match name {
            "bullet" => return Format::Bullet,
            "none" => return Format::Nothing,
            "decimalZero" => Ordinal::DecimalZero,
            "decimalFullWidth" | "decimalFullWidth2" => Ordinal::FullWidth,
            "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => Ordinal::Circled,
            "decimalEnclosedParen" => Ordinal::Bracketed,
            "decimalEnclosedFullstop" => Ordinal::Stopped,
            "lowerLetter" => Ordinal::RepeatedLetter,
            "upperLetter" => Ordinal::RepeatedCapitalLetter,
            "lowerRoman" => Ordinal::Roman,
            "upperRoman" => Ordinal::CapitalRoman,
            "chineseCounting" | "taiwaneseCounting" => Ordinal::Chinese,
            "chineseCountingThousand" | "taiwaneseCountingThousand" | "japaneseCounting" => {
                Ordinal::ChineseThousand
            }
            "ideographDigital" | "taiwaneseDigital" | "japaneseDigitalTenThousand" => Ordinal::ChineseDigits,
            "chineseLegalSimplified" => Ordinal::ChineseFinancial,
            "ideographTraditional" => Ordinal::Stem,
            "ideographZodiac" => Ordinal::Branch,
            "ideographEnclosedCircle" => Ordinal::CircledChinese,
            _ => Ordinal::Decimal,
        })
    }
}

impl Numbering {
    /// Reads the part `part` of that text.
    pub(super) fn read(part: &str, text: &str) -> Result<Self, Unreadable> {
        let mut numbering = Self::default();
        let mut open = Open::default();
        let mut names: Vec<String> = Vec::new();
        let mut xml = Xml::new(Office::Word, part, text);
        while let Some(node) = xml.next()? {
            match node {
                Node::Start(element) => {
                    let name = if element.ns == Ns::Word { element.name().to_owned() } else { String::new() };
                    numbering.start(&name, &element, &mut open);
                    names.push(name);
                }
                Node::End(_) => match names.pop().as_deref() {
                    Some("abstractNum") => open.template = None,
                    Some("num") => open.list = None,
                    Some("lvl") => open.level = None,
                    Some("lvlOverride") => open.over = None,
                    _ => {}
                },
                Node::Copy(_) | Node::Written(..) => {}
            }
        }
        Ok(numbering)
    }

    fn start(&mut self, name: &str, element: &Element<'_>, open: &mut Open) {
        match name {
            "abstractNum" => open.template = element.number("abstractNumId"),
            "num" => open.list = element.number("numId"),
            "lvlOverride" => open.over = element.number("ilvl"),
            "lvl" => open.level = element.number("ilvl").filter(|&level| level < LEVELS),
            "numStyleLink" => {
                if let Some(template) = open.template {
                    self.templates.entry(template).or_default().style = element.val();
                }
            }
            "abstractNumId" => {
                if let (Some(list), Some(template)) = (open.list, element.number("val")) {
                    self.lists.entry(list).or_default().template = template;
                }
            }
            "startOverride" => {
                if let (Some(list), Some(level), Some(start)) =
                    (open.list, open.over, element.number::<i32>("val"))
                {
                    self.lists.entry(list).or_default().starts.insert(level, start.into());
                }
            }
            _ => {
                if let Some(level) = self.level_mut(open) {
                    property(level, name, element);
                }
            }
        }
    }

    fn level_mut(&mut self, open: &Open) -> Option<&mut Level> {
        let level = open.level?;
        let levels = match (open.list, open.template) {
            (Some(list), _) => &mut self.lists.entry(list).or_default().levels,
            (None, Some(template)) => &mut self.templates.entry(template).or_default().levels,
            (None, None) => return None,
        };
        Some(levels.entry(level).or_default())
    }

    /// The template of a list: its own, or the one of the numbering style that it names.
    fn template(&self, list: &List, styles: &Styles) -> Option<(i64, &Template)> {
        let own = self.templates.get(&list.template)?;
        let linked = own.style.as_deref().and_then(|style| {
            let list = self.lists.get(&styles.get(style)?.num_id?)?;
            Some((list.template, self.templates.get(&list.template)?))
        });
        Some(linked.unwrap_or((list.template, own)))
    }
}

/// The elements of numbering.xml that are open.
#[derive(Debug, Default)]
struct Open {
    template: Option<i64>,
    list: Option<i64>,
    over: Option<usize>,
    level: Option<usize>,
}

fn property(level: &mut Level, name: &str, element: &Element<'_>) {
    match name {
        "start" => level.start = element.number::<i32>("val").unwrap_or_default().into(),
        "numFmt" => level.format = Format::named(&element.val().unwrap_or_default()),
        "lvlText" => level.text = element.val().unwrap_or_default(),
        "suff" => level.tight = element.val().as_deref() == Some("nothing"),
        "isLgl" => level.legal = element.is_on(),
        "lvlRestart" => level.restart = element.number("val"),
        "pStyle" => level.style = element.val(),
        _ => {}
    }
}

/// Counts the paragraphs of a document's lists, in the order of the text.
#[derive(Debug)]
pub(super) struct Counter<'n> {
    numbering: &'n Numbering,
    styles: &'n Styles,
    /// How far each level of each template has come: lists of one template count on.
    reached: HashMap<i64, [Reached; LEVELS]>,
    /// The beginnings that a list has already made.
    begun: HashSet<(i64, usize)>,
}

/// How far a level has come.
#[derive(Debug, Clone, Copy, Default)]
struct Reached {
    /// Its last number, until a level above begins it anew.
    number: Option<i64>,
    /// Whether it was ever in use.
    met: bool,
}

/// What a paragraph itself says of its number.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Own {
    pub(super) num_id: Option<i64>,
    pub(super) level: Option<usize>,
}

impl<'n> Counter<'n> {
    /// A counter at the beginning of a document.
    pub(super) fn new(numbering: &'n Numbering, styles: &'n Styles) -> Self {
        Self { numbering, styles, reached: HashMap::new(), begun: HashSet::new() }
    }

    /// Counts a paragraph with those properties and style. `None` when it is in no list; else how deep it is nested, from 1, and the
    /// number that Word draws before it, which is empty for a bullet.
    pub(super) fn count(&mut self, own: Own, style: Option<&Style>) -> Option<(u8, String)> {
        let id = own.num_id.or(style.and_then(|style| style.num_id)).filter(|&id| id != 0)?;
        let list = self.numbering.lists.get(&id)?;
        let (template_id, template) = self.numbering.template(list, self.styles)?;
        // A level is linked to a style only where the list itself comes from the style.
        let linked = |id: &str| {
            let mut levels = template.levels.iter().filter(|_| own.num_id.is_none());
            levels.find(|(_, level)| level.style.as_deref() == Some(id)).map(|(&level, _)| level)
        };
        let inherited = || style?.lineage.iter().find_map(|(id, level)| linked(id).or(*level));
        let at = own.level.or_else(inherited).unwrap_or_default().min(LEVELS - 1);
        let look = |level: usize| list.levels.get(&level).or_else(|| template.levels.get(&level));

        let reached = self.reached.entry(template_id).or_default();
        let begins = list.starts.get(&at).filter(|_| self.begun.insert((id, at))).copied();
        let first = |level: usize| {
            let start = look(level).map_or(1, |level| level.start);
            list.starts.get(&level).copied().unwrap_or(start)
        };
        if !reached.get(at).is_some_and(|reached| reached.met) {
            // Levels above that were never in use count as begun where one below them is.
            for (level, reached) in
                reached.iter_mut().enumerate().take(at).rev().take_while(|(_, reached)| !reached.met)
            {
                *reached = Reached { number: Some(first(level)), met: true };
            }
        }
        let last = reached.get(at).and_then(|reached| reached.number);
        let number = begins.unwrap_or_else(|| last.map_or_else(|| first(at), |last| last + 1));
        for (level, reached) in reached.iter_mut().enumerate().skip(at) {
            if level == at {
                *reached = Reached { number: Some(number), met: true };
            } else if look(level).and_then(|level| level.restart).is_none_or(|after| at < after) {
                reached.number = None;
            }
        }
        let depth = u8::try_from(at + 1).unwrap_or(u8::MAX);
        let Some(level) = look(at) else { return Some((depth, String::new())) };
        let write = |index: usize| {
            let shown = reached.get(index).and_then(|reached| reached.number).unwrap_or_else(|| first(index));
            let format = look(index).map_or(Format::Nothing, |level| level.format);
            match format {
                Format::Number(_) if level.legal => Ordinal::Decimal.write(shown),
                Format::Number(ordinal) => ordinal.write(shown),
                Format::Bullet | Format::Nothing => String::new(),
            }
        };
        Some((depth, level.text_with(write)))
    }
}

impl Level {
    /// The text of the level with `%1` … `%9` replaced, and the blank after it where it needs one: Chinese marks
    /// carry their own.
    fn text_with(&self, write: impl Fn(usize) -> String) -> String {
        if self.format == Format::Bullet {
            return String::new();
        }
        let mut out = String::new();
        let mut chars = self.text.chars().peekable();
        while let Some(c) = chars.next() {
            match chars.peek().and_then(|next| next.to_digit(10)) {
                Some(level @ 1..=9) if c == '%' => {
                    chars.next();
                    out.push_str(&write(level as usize - 1));
                }
                _ => out.push(c),
            }
        }
        let mut out = out.trim().to_owned();
        if !self.tight && out.ends_with(|c: char| c.is_ascii()) {
            out.push(' ');
        }
        out
    }
}
