//! How a guide is laid out: what its labels look like and where their values stand.

use super::{
    dice::Dice,
    guide::{Guide, Part, Section, han},
    paper::{Block, bare, bold, is_mark},
};

/// The shape of the labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// 一、label
    Han,
    /// （一）label
    HanInBrackets,
    /// 1. label：value
    Arabic,
    /// 【label】value
    Square,
    /// ■ label：value
    Bullet,
    /// **label**：value
    Bold,
    /// A heading for each label.
    Headings,
    /// A table with the labels on the left.
    TableLeft,
    /// Tables with the labels on top.
    TableTop,
    /// Label and value on lines of their own.
    Separate,
    /// A table as it comes out of a web page without its markup, cell by cell.
    Flat,
}

pub(super) const LAYOUTS: [Layout; 11] = [
    Layout::Han,
    Layout::HanInBrackets,
    Layout::Arabic,
    Layout::Square,
    Layout::Bullet,
    Layout::Bold,
    Layout::Headings,
    Layout::TableLeft,
    Layout::TableTop,
    Layout::Separate,
    Layout::Flat,
];

/// The guide in that layout.
pub(super) fn lay_out(guide: &Guide, layout: Layout, dice: &mut Dice) -> Vec<Block> {
    lay_out_sections(guide, guide.sections(), layout, dice)
}

/// The guide with its sections in another order.
pub(super) fn lay_out_sections(
    guide: &Guide,
    sections: Vec<Section>,
    layout: Layout,
    dice: &mut Dice,
) -> Vec<Block> {
    let mut blocks = vec![Block::Title(guide.headline())];
    // One author writes lists as lists, another as lines.
    let lists = layout != Layout::Arabic && dice.chance(50);
    match layout {
        Layout::TableLeft => {
            let rows = sections.iter().map(|section| vec![section.label.clone(), cell(section)]);
            blocks.push(Block::Table(rows.collect()));
        }
        Layout::TableTop => {
            for group in sections.chunks(3) {
                let heads = group.iter().map(|section| section.label.clone()).collect();
                blocks.push(Block::Table(vec![heads, group.iter().map(cell).collect()]));
            }
        }
        _ => {
            for (i, section) in sections.iter().enumerate() {
                labelled(section, i + 1, layout, lists, &mut blocks);
            }
        }
    }
    let tail = guide.tail();
    if !tail.is_empty() {
        let number = sections.len() + 1;
        blocks.push(match layout {
            Layout::Han => Block::Line(format!("{}、温馨提示", han(number))),
            Layout::HanInBrackets => Block::Line(format!("（{}）温馨提示", han(number))),
            Layout::Arabic => Block::Line(format!("{number}. 温馨提示")),
            Layout::Square => Block::Line("【温馨提示】".to_owned()),
            Layout::Bullet => Block::Line("■ 温馨提示".to_owned()),
            _ => Block::Heading("温馨提示".to_owned()),
        });
        blocks.extend(tail.into_iter().map(Block::Line));
    }
    blocks
}

/// A label and its value as lines.
fn labelled(section: &Section, number: usize, layout: Layout, lists: bool, blocks: &mut Vec<Block>) {
    let label = &section.label;
    let (head, colon) = match layout {
        Layout::Han => (format!("{}、{label}", han(number)), false),
        Layout::HanInBrackets => (format!("（{}）{label}", han(number)), false),
        Layout::Arabic => (format!("{number}. {label}"), true),
        Layout::Square => (format!("【{label}】"), true),
        Layout::Bullet => (format!("■ {label}"), true),
        Layout::Bold => (bold(label), true),
        _ => (label.clone(), false),
    };
    let mut parts = section.value.iter();
    match (layout, section.value.first()) {
        (Layout::Headings, _) => blocks.push(Block::Heading(head)),
        // A short value stands behind the label.
        (_, Some(Part::Text(first)))
            if colon || (short(first) && layout == Layout::Han && number.is_multiple_of(2)) =>
        {
            parts.next();
            let joint = if layout == Layout::Square { "" } else { "：" };
            blocks.push(Block::Line(format!("{head}{joint}{first}")));
        }
        _ => {
            let joint = if colon && layout != Layout::Square { "：" } else { "" };
            blocks.push(Block::Line(format!("{head}{joint}")));
        }
    }
    for part in parts {
        match part {
            Part::Text(text) => blocks.push(Block::Line(text.clone())),
            Part::List(items) if lists && layout != Layout::Flat => blocks.push(Block::List(items.clone())),
            Part::Materials(items) if layout == Layout::Flat => {
                let heads = ["序号", "材料名称", "形式和份数"].map(str::to_owned);
                let cells =
                    items.iter().flat_map(|(n, name, form)| [n.to_string(), name.clone(), form.clone()]);
                blocks.extend(heads.into_iter().chain(cells).map(Block::Line));
            }
            Part::Materials(items) if number.is_multiple_of(3) && layout == Layout::Headings => {
                let heads = ["序号", "材料名称", "形式和份数"].map(str::to_owned).to_vec();
                let rows =
                    items.iter().map(|(n, name, form)| vec![n.to_string(), name.clone(), form.clone()]);
                blocks.push(Block::Table(std::iter::once(heads).chain(rows).collect()));
            }
            Part::Materials(items) if lists => blocks.push(Block::List(joined(items))),
            part => blocks.extend(lines(part, layout).into_iter().map(Block::Line)),
        }
    }
}

fn short(text: &str) -> bool {
    bare(text).chars().count() < 20
}

/// Material and form in one line.
fn joined(items: &[(usize, String, String)]) -> Vec<(usize, String)> {
    items.iter().map(|(n, name, form)| (*n, material(name, form))).collect()
}

fn material(name: &str, form: &str) -> String {
    match form {
        "" => name.to_owned(),
        "无" => format!("{name}：{form}"),
        _ => format!("{name}，{form}"),
    }
}

/// A part as lines with typed numbers, of a style that the labels do not have.
fn lines(part: &Part, layout: Layout) -> Vec<String> {
    let number = |n: usize| match layout {
        Layout::Arabic => format!("（{n}）"),
        Layout::Han => format!("{n}."),
        _ => format!("{n}．"),
    };
    let items = match part {
        Part::Text(text) => return vec![text.clone()],
        Part::List(items) => items.clone(),
        Part::Materials(items) => joined(items),
    };
    let end = |i: usize| if i + 1 == items.len() { "。" } else { "；" };
    items.iter().enumerate().map(|(i, (n, item))| format!("{}{item}{}", number(*n), end(i))).collect()
}

/// A value as the text of a cell.
fn cell(section: &Section) -> String {
    let lines: Vec<String> = section.value.iter().flat_map(|part| lines(part, Layout::TableLeft)).collect();
    lines.join("\n")
}

/// Where a soft line break may fall in `text`: between two Chinese characters.
pub(super) fn breakable(text: &str) -> Vec<usize> {
    let chars: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| !is_mark(*c)).collect();
    let is_han = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
    let pairs = chars.windows(2).filter(|pair| is_han(pair[0].1) && is_han(pair[1].1));
    pairs.map(|pair| pair[1].0).collect()
}
