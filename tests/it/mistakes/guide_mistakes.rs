//! Mistakes that editors make in guides. Each takes a clean guide, spoils it, and marks the places at which a finding must
//! point; `None` when this guide has nothing to spoil in that way.

use super::{
    Mistake,
    dice::Dice,
    expected::Expected,
    guide::{Guide, Said, days, han},
    paper::{TITLE, bare, mark},
};

pub(super) const MISTAKES: &[Mistake<Guide>] = &[
    ("no legal basis", |guide, _| delete(guide, "法定依据", "A01")),
    ("no conditions", |guide, _| delete(guide, "申请条件", "A02")),
    ("no materials", |guide, _| delete(guide, "申请材料", "A03")),
    ("no procedure", |guide, _| delete(guide, "办理程序", "A04")),
    ("no promised limit", |guide, _| delete(guide, "承诺时限", "A05")),
    ("no fee", |guide, _| delete(guide, "收费依据和标准", "A06")),
    ("no contact", |guide, _| delete(guide, "联系方式", "A07")),
    ("no complaint channel", |guide, _| delete(guide, "投诉渠道", "A08")),
    ("empty value", empty),
    ("catch-all material", catch_all_material),
    ("catch-all condition", catch_all_condition),
    ("promise above statute", promise_above_statute),
    ("limit changed in one place", one_place_differs),
    ("steps exceed the promise", step_sum),
    ("one step exceeds the promise", long_step),
    ("天 for 工作日", plain_days),
    ("unit lost", unit_lost),
    ("two numerals differ", two_numerals),
    ("limit against the quoted article", against_article),
    ("即办件 with days", at_once_with_days),
    ("delivery over 10 days", late_delivery),
    ("three months to sue", three_months),
    ("expired", expired),
    ("placeholder", placeholder),
    ("no such article", no_such_article),
    ("repealed law", repealed_law),
    ("phone digit lost", phone_digit),
    ("annex missing", no_annex),
    ("free and charged", free_and_charged),
    ("number skipped", number_skipped),
    ("bracket lost", bracket_lost),
    ("quotation mark lost", quote_lost),
    ("day that does not exist", impossible_date),
];

/// A field is gone, and with it every other place that says the same.
fn delete(guide: &mut Guide, field: &'static str, rule: &'static str) -> Option<Expected> {
    guide.deleted.push(field);
    match field {
        "承诺时限" => guide.promise.clear(),
        "办理程序" => guide.promise.retain(|(said, _)| *said != Said::Flow),
        _ => {}
    }
    if field == "收费依据和标准" {
        guide.notes.retain(|note| !note.contains("费用"));
    }
    // A form of cases (即办件) or a list of steps with limits says how long it takes.
    if field == "承诺时限" {
        guide.deleted.push("办件类型");
        guide.steps.iter_mut().for_each(|step| step.limit.clear());
        guide.value("法定时限").truncate(0);
        guide.deleted.push("法定时限");
    }
    let besides = if field == "承诺时限" { vec!["A11"] } else { Vec::new() };
    Some(Expected { field: Some(field), besides, ..Expected::at(rule, &[TITLE]) })
}

/// A label without a value, or with words that say nothing.
fn empty(guide: &mut Guide, dice: &mut Dice) -> Option<Expected> {
    let (field, own) =
        [("申请条件", "A02"), ("申请材料", "A03"), ("办理程序", "A04"), ("法定依据", "A01")][dice.roll(4)];
    let value = ["", "按有关规定执行", "详见窗口", "略", "见附件"][dice.roll(5)];
    if field == "办理程序" {
        guide.promise.retain(|(said, _)| *said != Said::Flow);
    }
    guide.emptied = Some((field, value));
    let or: &[&str] = match field {
        "申请条件" => &["A02", "C04", "E06"],
        "申请材料" => &["A03", "C03", "E06"],
        "办理程序" => &["A04", "E06"],
        _ => &["A01", "E04", "E06"],
    };
    let rule = if value.is_empty() { own } else { "A09" };
    Some(Expected::at(rule, &[0]).or(or).or(&["A09"]))
}

fn catch_all_material(guide: &mut Guide, dice: &mut Dice) -> Option<Expected> {
    let words = dice.pick(&[
        "其他有关材料",
        "法律、法规规定的其他材料",
        "窗口要求的其他材料",
        "其它相关资料",
        "相关材料",
    ]);
    guide.materials.retain(|(_, name, _)| name != "其他材料");
    guide.materials.push((guide.materials.len() + 1, mark(0, words), String::new()));
    Some(Expected::at("C03", &[0]).or(&["A17", "H07"]))
}

fn catch_all_condition(guide: &mut Guide, dice: &mut Dice) -> Option<Expected> {
    let words = dice.pick(&["法律、法规规定的其他条件", "符合有关规定的其他条件", "窗口认为必要的其他条件"]);
    guide.conditions.push((guide.conditions.len() + 1, mark(0, words)));
    Some(Expected::at("C04", &[0]))
}

fn promise_above_statute(guide: &mut Guide, dice: &mut Dice) -> Option<Expected> {
    if guide.promised == 0 {
        return None;
    }
    let longer = guide.item.statute + dice.between(1, 10);
    guide.promised = longer;
    guide.promise.iter_mut().for_each(|(_, words)| *words = mark(0, &days(longer, dice)));
    let statute = days(guide.item.statute, dice);
    *guide.value("法定时限") = format!("{}（自受理之日起）", mark(1, &statute));
    Some(Expected::at("D01", &[0, 1]))
}

/// The same limit is said in several places; in one of them it was not brought up to date.
fn one_place_differs(guide: &mut Guide, dice: &mut Dice) -> Option<Expected> {
    let places = guide.promise.len();
    if guide.promised == 0 || places < 2 {
        return None;
    }
    let (other, wrong) = (guide.promised + dice.between(1, 3), dice.roll(places));
    if other >= guide.item.statute {
        return None;
    }
    for (i, (_, words)) in guide.promise.iter_mut().enumerate() {
        *words = if i == wrong { mark(0, &days(other, dice)) } else { mark(1, words) };
    }
    Some(Expected::at("D03", &[0, 1]))
}

fn step_sum(guide: &mut Guide, dice: &mut Dice) -> Option<Expected> {
    guide.promise_at(Said::Field)?;
    let longer = guide.promised;
    let step = guide.steps.iter_mut().find(|step| step.name == "审查" && step.days > 0)?;
    // One step takes all of the promise, so that only the sum passes it.
    step.days = longer;
    step.limit = mark(0, &days(longer, dice));
    mark_promise(guide);
    Some(Expected::at("D04", &[0]))
}

fn long_step(guide: &mut Guide, dice: &mut Dice) -> Option<Expected> {
    let longer = guide.promised + dice.between(1, 5);
    let step = guide.steps.iter_mut().find(|step| step.name == "审查" && step.days > 0)?;
    step.days = longer;
    step.limit = mark(0, &days(longer, dice));
    mark_promise(guide);
    Some(Expected::at("D05", &[0]).or(&["D04"]))
}

fn mark_promise(guide: &mut Guide) {
    guide.promise.iter_mut().for_each(|(_, words)| *words = mark(1, words));
}

fn plain_days(guide: &mut Guide, dice: &mut Dice) -> Option<Expected> {
    if guide.promised == 0 {
        return None;
    }
    let wrong = dice.roll(guide.promise.len());
    let words = &mut guide.promise[wrong].1;
    *words = mark(0, &format!("{}天", guide.promised));
    Some(Expected::at("D06", &[0]).or(&["D03"]))
}

fn unit_lost(guide: &mut Guide, dice: &mut Dice) -> Option<Expected> {
    if guide.promised == 0 {
        return None;
    }
    let n = guide.promised;
    let words = [format!("{n}"), format!("{n}工作"), "在规定的工作日内".to_owned()][dice.roll(3)].clone();
    guide.promise.retain(|(said, _)| *said == Said::Field);
    *guide.promise_at(Said::Field)? = mark(0, &words);
    Some(Expected::at("D07", &[0]).or(&["A05"]))
}

fn two_numerals(guide: &mut Guide, dice: &mut Dice) -> Option<Expected> {
    let n = guide.item.statute;
    if n == 0 {
        return None;
    }
    let words = format!("{}（{}）个工作日", han(n), n + dice.between(1, 5));
    *guide.value("法定时限") = format!("{}，自受理之日起", mark(0, &words));
    Some(Expected::at("D08", &[0]))
}

/// Only an article whose words stand in the guide itself can be compared.
fn against_article(guide: &mut Guide, dice: &mut Dice) -> Option<Expected> {
    if !guide.basis.iter().any(|line| line.contains("二十日内")) {
        return None;
    }
    let words = mark(0, &days(dice.between(25, 40), dice));
    *guide.value("法定时限") = format!("{words}（自受理之日起）");
    Some(Expected::at("D16", &[0]).or(&["D15"]))
}

fn at_once_with_days(guide: &mut Guide, _: &mut Dice) -> Option<Expected> {
    if guide.promised == 0 {
        return None;
    }
    *guide.value("办件类型") = mark(0, "即办件");
    // Both are shown: nobody can tell which is wrong.
    guide.promise.iter_mut().for_each(|(_, words)| *words = mark(1, words));
    Some(Expected::at("D09", &[0, 1]).or(&["A18"]))
}

fn late_delivery(guide: &mut Guide, dice: &mut Dice) -> Option<Expected> {
    let limit = mark(0, &days(dice.between(11, 30), dice));
    let how = dice.pick(&["，窗口领取或者邮寄送达", "颁发证件", "送达申请人"]);
    *guide.value("送达方式") = format!("自作出决定之日起{limit}内{how}");
    Some(Expected::at("D14", &[0]))
}

fn three_months(guide: &mut Guide, dice: &mut Dice) -> Option<Expected> {
    let words = mark(0, dice.pick(&["三个月", "3个月"]));
    let remedy = guide.value("救济渠道");
    *remedy = remedy.replace("六个月", &words).replace("6个月", &words);
    Some(Expected::at("D22", &[0]))
}

fn expired(guide: &mut Guide, dice: &mut Dice) -> Option<Expected> {
    let day = format!("{}年6月30日", dice.between(2022, 2025));
    guide.notes.insert(0, mark(0, &format!("本指南有效期至{day}。")));
    Some(Expected::at("D19", &[0]))
}

fn placeholder(guide: &mut Guide, dice: &mut Dice) -> Option<Expected> {
    let words = dice.pick(&["联系人：×××", "联系人：XXX", "（此处填写联系人）", "咨询窗口：${window}"]);
    guide.notes.insert(0, mark(0, words));
    Some(Expected::at("H01", &[0]))
}

fn no_such_article(guide: &mut Guide, dice: &mut Dice) -> Option<Expected> {
    let beyond = ["第九十九条", "第一百二十条", "第八十六条"][dice.roll(3)];
    guide.basis.push(mark(0, &format!("《中华人民共和国行政许可法》{beyond}")));
    Some(Expected::at("E03", &[0]))
}

fn repealed_law(guide: &mut Guide, dice: &mut Dice) -> Option<Expected> {
    let law = dice.pick(&[
        "《中华人民共和国公司登记管理条例》第四条",
        "《中华人民共和国合同法》第二条",
        "《中华人民共和国收养法》第十五条",
        "《中华人民共和国物权法》第十条",
    ]);
    guide.basis.push(mark(0, law));
    Some(Expected::at("E02", &[0]))
}

fn phone_digit(guide: &mut Guide, dice: &mut Dice) -> Option<Expected> {
    let number = bare(guide.value("联系方式"));
    let cut = number.len() - 1 - dice.roll(3);
    *guide.value("联系方式") = mark(0, &format!("{}{}", &number[..cut], &number[cut + 1..]));
    Some(Expected::at("F01", &[0]).or(&["A07", "F02"]))
}

fn no_annex(guide: &mut Guide, dice: &mut Dice) -> Option<Expected> {
    let words = dice.pick(&["详见附件3", "见附件2", "格式见附表1"]);
    guide.notes.insert(0, format!("填写要求{}。", mark(0, words)));
    Some(Expected::at("E06", &[0]))
}

fn free_and_charged(guide: &mut Guide, dice: &mut Dice) -> Option<Expected> {
    if guide.item.fee != "不收费" {
        return None;
    }
    *guide.value("收费依据和标准") = mark(0, "不收费");
    let amount = dice.pick(&["工本费20元", "每证收取工本费10元", "登记费每件80元"]);
    guide.notes.insert(0, format!("领取证件时缴纳{}。", mark(1, amount)));
    Some(Expected::at("A18", &[0, 1]).or(&["A06", "C08"]))
}

fn number_skipped(guide: &mut Guide, _: &mut Dice) -> Option<Expected> {
    let last = guide.materials.last_mut()?;
    last.0 += 1;
    last.1 = mark(0, &last.1);
    Some(Expected { is_before: true, ..Expected::at("H02", &[0]) })
}

fn bracket_lost(guide: &mut Guide, dice: &mut Dice) -> Option<Expected> {
    let i = dice.roll(guide.conditions.len());
    let (_, condition) = &mut guide.conditions[i];
    *condition = format!("{condition}{}", mark(0, "（由窗口核验"));
    Some(Expected::at("H03", &[0]))
}

fn quote_lost(guide: &mut Guide, _: &mut Dice) -> Option<Expected> {
    guide.notes.insert(0, format!("申请表中{}一栏不得空白。", mark(0, "“家庭住址")));
    Some(Expected::at("H03", &[0]))
}

fn impossible_date(guide: &mut Guide, dice: &mut Dice) -> Option<Expected> {
    let day = dice.pick(&["2026年2月30日", "2026年13月2日", "2026年9月31日"]);
    *guide.value("更新日期") = mark(0, day);
    Some(Expected::at("D18", &[0]))
}
