//! Two documents of one item, a guide and a notice, that contradict each other: D24, F07.

use guiju::{
    check::{Selection, Stated, across, facts},
    doc::Document,
    text::{Plain, Span},
};

use super::{
    dice::Dice,
    format::{Sample, Style},
    guide::{Guide, Said, days, phone},
    layout::{LAYOUTS, Layout, lay_out},
    paper::{Block, TITLE, bare, mark},
};
use crate::linting::{document, exists, rules, today};

/// What the notice says otherwise than the guide, with the rule that must find it.
const CONTRADICTIONS: [(&str, &str); 4] =
    [("limit", "D24"), ("phone", "F07"), ("address", "F07"), ("fee", "D24")];

/// A guide and the acceptance notice of the same item; `wrong` names what differs. Both places are marked 0.
fn pair(seed: u64, wrong: Option<&str>) -> [Sample; 2] {
    let mut dice = Dice::new(seed);
    let mut guide = loop {
        let guide = Guide::clean(&mut dice.fork());
        if guide.promised > 0 {
            break guide;
        }
    };
    guide.distance = guide.distance.min(60);
    let mut said: Vec<(&str, String)> = vec![
        ("limit", days(guide.promised, &mut dice)),
        ("phone", guide.value("联系方式").clone()),
        ("address", guide.value("办理地点").clone()),
        ("fee", guide.value("收费依据和标准").clone()),
    ];
    let other = match wrong {
        Some("limit") => Some(days(guide.promised + 2, &mut dice)),
        Some("phone") => Some(phone(guide.town, &mut dice)),
        Some("address") => {
            Some(format!("{0}{1}{0}政务服务中心四楼D区77号窗口", guide.town.name, guide.town.street))
        }
        Some("fee") => Some("每证收取工本费35元".to_owned()),
        _ => None,
    };
    if let (Some(wrong), Some(other)) = (wrong, other) {
        said.iter_mut().filter(|(name, _)| *name == wrong).for_each(|(_, words)| *words = mark(0, &other));
    }
    match wrong {
        Some("limit") => guide.promise.iter_mut().for_each(|(_, words)| *words = mark(0, words)),
        Some("phone") => *guide.value("联系方式") = mark(0, &bare(guide.value("联系方式"))),
        Some("address") => *guide.value("办理地点") = mark(0, &bare(guide.value("办理地点"))),
        Some("fee") => *guide.value("收费依据和标准") = mark(0, &bare(guide.value("收费依据和标准"))),
        _ => {}
    }
    let say = |name: &str| said.iter().find(|(other, _)| *other == name).unwrap().1.clone();
    let organ = bare(guide.value("实施机关"));
    let notice = vec![
        Block::Title(mark(TITLE, "受理通知书")),
        Block::Line(format!("{}受〔2026〕18号", organ.chars().take(1).collect::<String>())),
        Block::Line("青禾商贸有限公司：".to_owned()),
        Block::Line(format!("你（单位）于2026年11月9日提交的{}申请，材料齐全，现予受理。", guide.item.name)),
        Block::Line(format!("事项名称：{}", guide.item.name)),
        Block::Line(format!("承诺时限：{}（自受理之日起）", say("limit"))),
        Block::Line(format!("收费标准：{}", say("fee"))),
        Block::Line(format!("咨询电话：{}", say("phone"))),
        Block::Line(format!("办理地点：{}", say("address"))),
        Block::Line(format!("{organ}（印章）")),
        Block::Line("2026年11月9日".to_owned()),
    ];
    let layout = LAYOUTS[dice.roll(LAYOUTS.len())];
    let layout = if matches!(layout, Layout::TableTop | Layout::TableLeft) { Layout::Han } else { layout };
    let style = Style::any(&mut dice);
    debug_assert!(guide.promise_at(Said::Field).is_some());
    let guide = lay_out(&guide, layout, &mut dice);
    [style.write(&guide, &mut dice.fork()), Style::plain("md").write(&notice, &mut dice.fork())]
}

/// What the two documents contradict each other in: rule, and whether both marked places are shown.
fn conflicts(samples: &[Sample; 2]) -> Vec<(String, bool)> {
    let documents: Vec<Document> =
        samples.iter().map(|sample| document(&sample.name, &sample.bytes)).collect();
    let selection = Selection::default();
    let stated = documents.iter().enumerate().flat_map(|(i, document)| {
        let facts = facts(document, rules(), &selection, today()).into_iter();
        facts.map(move |(rule, fact)| Stated {
            rule,
            document: format!("{i}").into(),
            topic: fact.topic,
            party: fact.party,
            value: fact.value,
            place: (i, fact.label.at),
        })
    });
    let shows = |(i, at): &(usize, Span<Plain>)| {
        let at = documents[*i].anchors.to_source(*at).range();
        let mut marked = samples[*i].places.iter().filter(|(index, _)| *index == 0);
        marked.any(|(_, want)| at.start < want.end && want.start < at.end)
    };
    let conflicts = across(stated.collect()).into_iter().map(|conflict| {
        let places: Vec<_> = std::iter::once(conflict.primary).chain(conflict.related).collect();
        let is_shown = (0..2).all(|i| places.iter().any(|place| place.0 == i && shows(place)));
        (conflict.rule.code.to_string(), is_shown)
    });
    conflicts.collect()
}

#[test]
fn a_guide_and_its_notice() {
    let (mut made, mut found) = (0, 0);
    for seed in 0..8 {
        assert_eq!(conflicts(&pair(seed, None)), [], "pair {seed} agrees");
        for (wrong, rule) in CONTRADICTIONS.iter().filter(|(_, rule)| exists(rule)) {
            let conflicts = conflicts(&pair(seed, Some(wrong)));
            assert!(
                conflicts.iter().all(|(code, _)| ["D24", "F07"].contains(&code.as_str())),
                "{conflicts:?}"
            );
            let is_found = conflicts.iter().any(|(_, is_shown)| *is_shown);
            println!("pair {seed} {wrong} ({rule}): {}", if is_found { "found" } else { "missed" });
            for sample in pair(seed, Some(wrong)).iter().filter(|_| !is_found) {
                println!("{}", document(&sample.name, &sample.bytes).plain);
            }
            made += 1;
            found += usize::from(is_found);
        }
    }
    assert!(made > 0 && found * 20 >= made * 19, "{found} of {made} contradictions found");
}
