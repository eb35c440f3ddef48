//! What each HTML tag means for the text of a page, and the few attributes that change it.

use html5gum::StartTag;

use crate::read::ordinal::Ordinal;

/// What a tag does to the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Vanishes: its text is part of the words around it.
    Inline,
    /// Inline and bold.
    Strong,
    /// Inline and not part of the text.
    HiddenInline,
    /// Begins and ends a block.
    Block,
    /// A block that is not part of the page's article.
    Chrome,
    /// A block whose line breaks are kept.
    Preformatted,
    /// A heading of that level.
    Heading(u8),
    /// `<ol>` (true) or a list without numbers.
    List(bool),
    /// `<li>`
    Item,
    /// `<dt>`, `<dd>`
    Definition,
    /// `<table>`
    Table,
    /// `<caption>`
    Caption,
    /// `<thead>`, `<tbody>`, `<tfoot>`
    RowGroup,
    /// `<tr>`
    Row,
    /// `<td>`, `<th>`
    Cell,
    /// `<title>`
    Title,
    /// `<br>`
    Break,
    /// `<hr>`
    Rule,
    /// Has no end tag and no text.
    Void,
    /// `<html>`, `<head>`, `<body>`: their tags may be missing anyway, so they count for nothing.
    Frame,
}

impl Kind {
    /// The kind of the tag called `name`.
    pub(super) fn of(name: &[u8]) -> Self {
        match name {
            b"b" | b"strong" => Kind::Strong,
            b"script" | b"style" | b"template" | b"noscript" | b"select" | b"datalist" | b"option"
            | b"optgroup" | b"button" | b"iframe" | b"object" | b"audio" | b"video" | b"canvas"
            | b"noframes" | b"noembed" | b"rt" | b"rp" => Kind::HiddenInline,
            b"nav" | b"footer" | b"aside" => Kind::Chrome,
            b"pre" | b"listing" | b"xmp" | b"plaintext" | b"textarea" => Kind::Preformatted,
            &[b'h', digit @ b'1'..=b'6'] => Kind::Heading(digit - b'0'),
            b"ol" => Kind::List(true),
            b"ul" | b"menu" | b"dir" => Kind::List(false),
            b"li" => Kind::Item,
            b"dt" | b"dd" => Kind::Definition,
            b"table" => Kind::Table,
            b"caption" => Kind::Caption,
            b"thead" | b"tbody" | b"tfoot" => Kind::RowGroup,
            b"tr" => Kind::Row,
            b"td" | b"th" => Kind::Cell,
            b"title" => Kind::Title,
            b"br" => Kind::Break,
            b"hr" => Kind::Rule,
            b"area" | b"base" | b"basefont" | b"bgsound" | b"col" | b"embed" | b"frame" | b"img"
            | b"input" | b"keygen" | b"link" | b"meta" | b"param" | b"source" | b"track" | b"wbr" => {
                Kind::Void
            }
            b"html" | b"head" | b"body" => Kind::Frame,
            b"address" | b"article" | b"blockquote" | b"center" | b"details" | b"dialog" | b"div" | b"dl"
            | b"fieldset" | b"figcaption" | b"figure" | b"form" | b"header" | b"hgroup" | b"legend"
            | b"main" | b"p" | b"search" | b"section" | b"summary" => Kind::Block,
            _ => Kind::Inline,
        }
    }

    /// Whether the words before and after the tag are apart.
    pub(super) fn breaks(self) -> bool {
        !matches!(self, Kind::Inline | Kind::Strong | Kind::HiddenInline | Kind::Title | Kind::Void)
    }

    /// Whether an open paragraph ends where the tag begins.
    pub(super) fn closes_paragraph(self) -> bool {
        matches!(
            self,
            Kind::Block
                | Kind::Chrome
                | Kind::Preformatted
                | Kind::Heading(_)
                | Kind::List(_)
                | Kind::Item
                | Kind::Definition
                | Kind::Table
                | Kind::Rule
        )
    }
}

/// The value of attribute `name`, if the tag has it.
pub(super) fn attribute<'t>(tag: &'t StartTag<usize>, name: &str) -> Option<&'t str> {
    let value = tag.attributes.get(name.as_bytes())?;
    Some(std::str::from_utf8(value).unwrap_or_default())
}

/// The whole number at the head of attribute `name`.
pub(super) fn number(tag: &StartTag<usize>, name: &str) -> Option<i64> {
    let value = attribute(tag, name)?.trim_start();
    let digits = value.strip_prefix(['-', '+']).unwrap_or(value);
    let len = value.len() - digits.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    // Nobody numbers that far; a smaller number keeps the arithmetic of the list safe.
    value.get(..len)?.parse::<i32>().ok().map(i64::from)
}

/// A span attribute of a cell: `missing` when it is not there or no number.
pub(super) fn span(tag: &StartTag<usize>, name: &str) -> u32 {
    number(tag, name).and_then(|n| u32::try_from(n).ok()).unwrap_or(1)
}

/// Whether an inline element is called a label or a name by its class, and so stands apart from what follows it.
pub(super) fn is_label(tag: &StartTag<usize>) -> bool {
    const NAMES: [&str; 5] = ["label", "title", "tit", "name", "key"];
    let is_part = |part: &str| NAMES.iter().any(|name| part.eq_ignore_ascii_case(name));
    let classes = || attribute(tag, "class").unwrap_or_default().split_whitespace();
    &**tag.name == b"label"
        || &**tag.name == b"span" && classes().any(|class| class.split(['-', '_']).any(is_part))
}

/// Whether the page hides the element. A part behind a tab is only out of sight until somebody opens it.
pub(super) fn is_hidden(tag: &StartTag<usize>) -> bool {
    let is = |name, wanted: &str| {
        attribute(tag, name).is_some_and(|value| value.trim().eq_ignore_ascii_case(wanted))
    };
    if is("role", "navigation") || &**tag.name == b"dialog" && attribute(tag, "open").is_none() {
        return true;
    }
    let is_out_of_sight = attribute(tag, "hidden").is_some()
        || is("aria-hidden", "true")
        || declarations(tag).any(|(property, value)| {
            matches!((property, value), ("display", "none") | ("visibility", "hidden" | "collapse"))
        });
    is_out_of_sight && !is("role", "tabpanel") && !is_behind_tab(tag)
}

/// Whether an element is called the part behind a tab or a heading to be opened by its class or its id: `tab-pane`, `tabcontent2`,
/// `panel-body`, `con_one_2`.
fn is_behind_tab(tag: &StartTag<usize>) -> bool {
    let names = attribute(tag, "class").into_iter().chain(attribute(tag, "id"));
    let mut names = names.flat_map(str::split_whitespace).map(str::to_ascii_lowercase);
    names.any(|name| {
        let is_tab = |part: &str| {
            part.starts_with("tab") && !part.starts_with("table")
                || ["pane", "panel", "collapse", "accordion"].contains(&part)
        };
        let is_numbered = || name.ends_with(|c: char| c.is_ascii_digit());
        name.split(['-', '_']).any(is_tab) || name.starts_with("con_") && is_numbered()
    })
}

/// Whether the page itself sets the element in bold.
pub(super) fn is_bold(tag: &StartTag<usize>) -> bool {
    declarations(tag).any(|(property, value)| {
        property == "font-weight" && matches!(value, "bold" | "bolder" | "600" | "700" | "800" | "900")
    })
}

/// How the items of an `<ol>` are numbered; `None` when no number is drawn.
pub(super) fn list_style(tag: &StartTag<usize>) -> Option<Ordinal> {
    let mut style = match attribute(tag, "type") {
        Some("a") => Ordinal::Letter,
        Some("A") => Ordinal::CapitalLetter,
        Some("i") => Ordinal::Roman,
        Some("I") => Ordinal::CapitalRoman,
        _ => Ordinal::Decimal,
    };
    for (property, value) in declarations(tag) {
        if !matches!(property, "list-style" | "list-style-type") {
            continue;
        }
        style = match value {
            "none" => return None,
            "decimal" => Ordinal::Decimal,
            "decimal-leading-zero" => Ordinal::DecimalZero,
            "lower-alpha" | "lower-latin" => Ordinal::Letter,
            "upper-alpha" | "upper-latin" => Ordinal::CapitalLetter,
            "lower-roman" => Ordinal::Roman,
            "upper-roman" => Ordinal::CapitalRoman,
            "cjk-ideographic" | "simp-chinese-informal" | "trad-chinese-informal" => Ordinal::ChineseThousand,
            "cjk-heavenly-stem" => Ordinal::Stem,
            "cjk-earthly-branch" => Ordinal::Branch,
            _ => style,
        };
    }
    Some(style)
}

/// The declarations of the style attribute: the property and the first word of its value.
fn declarations(tag: &StartTag<usize>) -> impl Iterator<Item = (&str, &str)> {
    let style = attribute(tag, "style").unwrap_or_default();
    style.split(';').filter_map(|declaration| {
        let (property, value) = declaration.split_once(':')?;
        let word =
            value.split(|c: char| c.is_ascii_whitespace() || c == '!').find(|word| !word.is_empty())?;
        Some((property.trim(), word))
    })
}
