//! Mistakes that editors make in notices.

use super::{
    Mistake,
    dice::Dice,
    expected::Expected,
    notice::Notice,
    paper::{TITLE, mark},
    traditional::traditional,
};

pub(super) const MISTAKES: &[Mistake<Notice>] = &[
    ("element deleted", element_deleted),
    ("remedies deleted", remedies_deleted),
    ("signature without seal", no_seal),
    ("end date miscounted", miscounted),
    ("day that does not exist", impossible_date),
    ("day of the week", wrong_weekday),
    ("number in square brackets", square_number),
    ("three months to sue", three_months),
    ("forbidden phrase, plain", |notice, dice| phrase(notice, dice, str::to_owned)),
    ("forbidden phrase, spaced", |notice, dice| phrase(notice, dice, spaced)),
    ("forbidden phrase, full width", |notice, dice| phrase(notice, dice, |words| words.replace('，', "　"))),
    ("forbidden phrase, traditional", |notice, dice| phrase(notice, dice, |words| traditional(words, false))),
    ("forbidden phrase, zero width", |notice, dice| phrase(notice, dice, zero_width)),
    ("phone digit lost", phone_digit),
    ("bracket lost", bracket_lost),
    ("repealed law", repealed_law),
];

fn element_deleted(notice: &mut Notice, dice: &mut Dice) -> Option<Expected> {
    let named: Vec<usize> =
        (0..notice.elements.len()).filter(|&i| !notice.elements[i].name.is_empty()).collect();
    let gone = notice.elements.remove(named[dice.roll(named.len())]);
    // Without its list of what to mend, or without its reason, a notice is also of the wrong kind.
    let expected = Expected::at(notice.rule, &[TITLE]).or(&["B15", "B17", "E04"]).about(gone.name);
    (gone.name != "复议和诉讼").then_some(expected)
}

fn remedies_deleted(notice: &mut Notice, _: &mut Dice) -> Option<Expected> {
    let at = notice.elements.iter().position(|element| element.name == "复议和诉讼")?;
    notice.elements.remove(at);
    Some(Expected::at(notice.rule, &[TITLE]))
}

fn no_seal(notice: &mut Notice, _: &mut Dice) -> Option<Expected> {
    notice.signature.clear();
    Some(Expected::at("B15", &[TITLE]).or(&[notice.rule]))
}

/// The days of 最迟于……, 至…… no longer follow from the number of working days.
fn miscounted(notice: &mut Notice, dice: &mut Dice) -> Option<Expected> {
    let words = ["最迟于", "至2026年"];
    let element = notice.elements.iter_mut().rev().find(|element| {
        element.text.contains("个工作日") && words.iter().any(|word| element.text.contains(word))
    })?;
    let start = element.text.rfind("2026年")?;
    let end = start + element.text[start..].find('日')? + '日'.len_utf8();
    let right = &element.text[start..end];
    let (month, day) = right.strip_prefix("2026年")?.strip_suffix('日')?.split_once('月')?;
    let right = jiff::civil::date(2026, month.parse().unwrap(), day.parse().unwrap());
    let wrong = super::calendar::after(right, dice.between(1, 2));
    let wrong = mark(0, &super::calendar::written(wrong));
    element.text.replace_range(start..end, &wrong);
    Some(Expected::at("D17", &[0]))
}

fn impossible_date(notice: &mut Notice, dice: &mut Dice) -> Option<Expected> {
    notice.date = mark(0, dice.pick(&["2026年2月30日", "2026年13月2日", "2026年11月31日"]));
    Some(Expected::at("D18", &[0]))
}

fn wrong_weekday(notice: &mut Notice, dice: &mut Dice) -> Option<Expected> {
    // 2 November 2026 is a Monday.
    let day = mark(0, &format!("2026年11月2日（星期{}）", dice.pick(&["二", "三", "四", "五"])));
    notice.elements.last_mut()?.text.push_str(&format!("请于{day}到窗口。"));
    Some(Expected::at("D18", &[0]))
}

fn square_number(notice: &mut Notice, dice: &mut Dice) -> Option<Expected> {
    let [open, close] = [["[", "]"], ["(", ")"], ["【", "】"]][dice.roll(3)];
    notice.number = mark(0, &notice.number.replace('〔', open).replace('〕', close));
    Some(Expected::at("E05", &[0]))
}

fn three_months(notice: &mut Notice, _: &mut Dice) -> Option<Expected> {
    let element = notice.elements.iter_mut().find(|element| element.text.contains("六个月"))?;
    element.text = element.text.replace("六个月", &mark(0, "三个月"));
    Some(Expected::at("D22", &[0]))
}

/// The forbidden phrases that stand by themselves; the catalogue has them from the centres' rules.
const PHRASES: &[&str] = &[
    "有牌子，自己看",
    "上面不是写好了吗",
    "下班了，明天再来",
    "快点，要下班了",
    "已经告诉你一遍了，还不懂",
    "没看我正忙着吗",
    "有意见找头头去",
    "我就是这个态度，你告去",
    "有本事不要来我这儿办",
    "你有完没完",
    "不归我管，找别人去",
];

fn phrase(notice: &mut Notice, dice: &mut Dice, disguise: fn(&str) -> String) -> Option<Expected> {
    let phrase = dice.pick(PHRASES);
    let words = mark(0, &disguise(phrase));
    let at = dice.roll(notice.elements.len());
    notice.elements[at].text.push_str(&format!("{words}。"));
    // 你有完没完 in a letter that says 您 is two mistakes.
    let besides = if phrase.contains('你') { vec!["C14"] } else { Vec::new() };
    Some(Expected { besides, ..Expected::at("C01", &[0]).or(&["C02"]) })
}

fn spaced(words: &str) -> String {
    words.chars().map(|c| c.to_string()).collect::<Vec<_>>().join(" ")
}

fn zero_width(words: &str) -> String {
    words.chars().map(|c| c.to_string()).collect::<Vec<_>>().join("\u{200B}")
}

fn phone_digit(notice: &mut Notice, _: &mut Dice) -> Option<Expected> {
    let element = notice.elements.iter_mut().find(|element| element.text.starts_with("联系电话："))?;
    let start = "联系电话：".len();
    let end = start + element.text[start..].find(['，', '。'])?;
    let short = mark(0, &element.text[start..end - 1]);
    element.text.replace_range(start..end, &short);
    Some(Expected::at("F01", &[0]))
}

fn bracket_lost(notice: &mut Notice, _: &mut Dice) -> Option<Expected> {
    notice.elements.last_mut()?.text.push_str(&format!("请携带原件{}。", mark(0, "（窗口核验后退还")));
    Some(Expected::at("H03", &[0]))
}

fn repealed_law(notice: &mut Notice, _: &mut Dice) -> Option<Expected> {
    let law = mark(0, "《中华人民共和国公司登记管理条例》第四条");
    notice.elements.first_mut()?.text.push_str(&format!("你（单位）的名称依照{law}登记。"));
    Some(Expected::at("E02", &[0]))
}
