//! Clean notices of every kind, as elements of which each can be left out.

use guiju::law::Date;

use super::{
    calendar::{after, working_day, written},
    dice::Dice,
    guide::phone,
    items::{ITEMS, Item, TOWNS, Town},
    paper::{Block, TITLE, mark},
};

/// A piece of a notice.
#[derive(Clone)]
pub(super) struct Element {
    /// What it says; empty when a notice of this kind may do without.
    pub(super) name: &'static str,
    pub(super) text: String,
}

#[derive(Clone)]
pub(super) struct Notice {
    /// The rule on what a notice of this kind must say.
    pub(super) rule: &'static str,
    pub(super) title: String,
    pub(super) number: String,
    pub(super) addressee: String,
    pub(super) elements: Vec<Element>,
    pub(super) signature: String,
    pub(super) date: String,
}

/// What the texts are made of.
struct Case {
    item: &'static Item,
    town: &'static Town,
    organ: String,
    received: Date,
    decided: Date,
    days: usize,
    phone: String,
    address: String,
}

type Elements = Vec<(&'static str, String)>;

/// Title, the rule on its elements, the word in its number, and the elements.
type Kind = (&'static str, &'static str, &'static str, fn(&Case) -> Elements);

const KINDS: &[Kind] = &[
    ("受理通知书", "B01", "受", acceptance),
    ("补正告知书", "B02", "补", correction),
    ("不予受理通知书", "B03", "不受", rejection),
    ("不予行政许可决定书", "B04", "不许", refusal),
    ("准予行政许可决定书", "B05", "许准", grant),
    ("容缺受理通知书", "B06", "容", tolerant),
    ("延期办理告知书", "B07", "延", extension),
    ("特别程序所需时间告知书", "B08", "特", special),
    ("一次性告知书", "B09", "告", one_time),
    ("投诉处理答复书", "B11", "诉", complaint),
    ("政府信息公开答复书", "B13", "信", information),
    ("撤销行政许可决定书", "B14", "撤", withdrawal),
];

impl Notice {
    pub(super) fn clean(dice: &mut Dice) -> Self {
        let (title, rule, word, elements) = KINDS[dice.roll(KINDS.len())];
        let item = loop {
            let item = &ITEMS[dice.roll(ITEMS.len())];
            if item.kind == "行政许可" {
                break item;
            }
        };
        let town = &TOWNS[dice.roll(TOWNS.len())];
        let received = working_day(jiff::civil::date(2026, 3, 2), i64::try_from(dice.roll(200)).unwrap());
        let case = Case {
            item,
            town,
            organ: format!("{}{}", town.name, item.organ),
            received,
            decided: after(received, dice.between(1, 4)),
            days: dice.between(3, 9),
            phone: phone(town, dice),
            address: format!(
                "{0}{1}{0}政务服务中心二楼B区{2}号窗口",
                town.name,
                town.street,
                dice.between(2, 40)
            ),
        };
        let short: String = case.organ.chars().take(1).chain(item.organ.chars().take(1)).collect();
        let elements = elements(&case).into_iter();
        Self {
            rule,
            title: title.to_owned(),
            number: format!("{short}{word}〔2026〕{}号", dice.between(3, 180)),
            addressee: dice
                .pick(&["青禾商贸有限公司", "映山红餐饮店", "周某某", "丰年农业专业合作社"])
                .to_owned(),
            elements: elements.map(|(name, text)| Element { name, text }).collect(),
            signature: format!("{}（印章）", case.organ),
            date: written(if title.contains("受理通知") { case.received } else { case.decided }),
        }
    }

    /// The notice as paragraphs.
    pub(super) fn lay_out(&self) -> Vec<Block> {
        let mut blocks = vec![Block::Title(mark(TITLE, &self.title))];
        let line = |text: &String| Block::Line(text.clone());
        blocks.extend([&self.number].into_iter().filter(|text| !text.is_empty()).map(line));
        if !self.addressee.is_empty() {
            blocks.push(Block::Line(format!("{}：", self.addressee)));
        }
        blocks.extend(
            self.elements
                .iter()
                .flat_map(|element| element.text.split('\n'))
                .map(|text| Block::Line(text.to_owned())),
        );
        blocks.extend([&self.signature, &self.date].into_iter().filter(|text| !text.is_empty()).map(line));
        blocks
    }
}

fn remedies(case: &Case, what: &str) -> String {
    format!(
        "如不服本{what}，可以自知道或者应当知道之日起60日内向{}人民政府申请行政复议，也可以在六个月内依法向人民法院提起行政诉讼。",
        case.town.name
    )
}

fn materials(case: &Case) -> String {
    let names = case.item.materials.iter().enumerate();
    names.map(|(i, (name, form))| format!("{}.{name}，{form}", i + 1)).collect::<Vec<_>>().join("；") + "。"
}

fn contact(case: &Case) -> (&'static str, String) {
    ("", format!("联系电话：{}，窗口地址：{}。", case.phone, case.address))
}

fn acceptance(case: &Case) -> Elements {
    let (item, received) = (case.item.name, written(case.received));
    vec![
        ("申请事项", format!("你（单位）于{received}提交的{item}申请收悉，现于{received}受理。")),
        ("收到的材料", format!("材料齐全，符合法定形式。收到的材料：{}", materials(case))),
        (
            "办理期限",
            format!(
                "本机关将自受理之日起{}个工作日内作出决定，最迟于{}办结。",
                case.days,
                written(after(case.received, case.days))
            ),
        ),
        ("", "办结后可以到窗口领取，也可以选择邮寄送达。".to_owned()),
        contact(case),
    ]
}

fn correction(case: &Case) -> Elements {
    let (item, received) = (case.item.name, written(case.received));
    let (name, form) = case.item.materials[1];
    vec![
        (
            "",
            format!(
                "你（单位）于{received}提交的{item}申请收悉。经审查，申请材料不齐全，根据《中华人民共和国行政许可法》第三十二条第一款第四项，现将需要补正的全部内容一次性告知如下："
            ),
        ),
        ("补正内容", format!("1.补交{name}，{form}；\n2.申请表第3栏未签名，请申请人本人签名。")),
        (
            "",
            format!(
                "请自收到本告知书之日起15个工作日内将上述材料交到{}，也可以通过省政务服务网提交；逾期未补正的，视为放弃申请，本机关退回已经收取的材料。",
                case.address
            ),
        ),
        ("", format!("联系电话：{}。", case.phone)),
    ]
}

fn rejection(case: &Case) -> Elements {
    let (item, received) = (case.item.name, written(case.received));
    vec![
        ("申请事项", format!("你（单位）于{received}提交的{item}申请收悉。")),
        ("理由和依据", "经审查，申请办理的地点不在本行政区域内，该事项依法不属于本机关职权范围，根据《中华人民共和国行政许可法》第三十二条第一款第二项，本机关决定不予受理。".to_owned()),
        ("有权机关", format!("请向云泽省{}申请，咨询电话{}。", case.item.organ.replace('局', "厅"), case.phone)),
        ("复议和诉讼", remedies(case, "决定")),
    ]
}

fn refusal(case: &Case) -> Elements {
    let (item, received, condition) = (case.item.name, written(case.received), case.item.conditions[0]);
    let (law, article) = case.item.basis[0];
    vec![
        ("", format!("你（单位）于{received}提交的{item}申请，本机关已经受理。")),
        ("事实和理由", format!("经现场核查，你（单位）不符合“{condition}”的条件。")),
        (
            "依据",
            format!(
                "根据《{law}》{article}和《中华人民共和国行政许可法》第三十八条第二款，本机关决定不予行政许可。"
            ),
        ),
        ("", "你（单位）改正后可以重新提出申请。".to_owned()),
        ("复议和诉讼", remedies(case, "决定")),
        contact(case),
    ]
}

fn grant(case: &Case) -> Elements {
    let (item, received) = (case.item.name, written(case.received));
    let (law, article) = case.item.basis[0];
    let until = case.decided.checked_add(jiff::Span::new().years(3)).unwrap();
    vec![
        (
            "许可事项",
            format!(
                "你（单位）于{received}提交的{item}申请，经审查符合法定条件，根据《{law}》{article}和《中华人民共和国行政许可法》第三十八条第一款，本机关决定准予行政许可。"
            ),
        ),
        ("有效期", format!("本许可有效期至{}。", written(until.yesterday().unwrap()))),
        ("", "许可证件自作出本决定之日起5个工作日内颁发，可以到窗口领取，也可以邮寄送达。".to_owned()),
        contact(case),
    ]
}

fn tolerant(case: &Case) -> Elements {
    let (item, received) = (case.item.name, written(case.received));
    let (name, form) = *case.item.materials.last().unwrap();
    let days = 3;
    vec![
        ("申请事项", format!("你（单位）于{received}提交的{item}申请，主要材料齐全，可以容缺受理。")),
        ("缺少的材料", format!("尚缺少的材料：{name}，{form}。")),
        (
            "补齐期限",
            format!(
                "请自{received}起{days}个工作日内补齐，即最迟于{}送到窗口。",
                written(after(case.received, days))
            ),
        ),
        ("逾期后果", "逾期未补齐的，视为放弃申请，本中心作退件处理，你（单位）可以重新提出申请。".to_owned()),
        ("承诺", "申请人承诺：本人已经知悉上述内容，将在规定期限内补齐。申请人（签名）：周某某".to_owned()),
        contact(case),
    ]
}

fn extension(case: &Case) -> Elements {
    let (item, received) = (case.item.name, written(case.received));
    let end = after(case.received, 20);
    vec![
        (
            "原定期限",
            format!(
                "你（单位）的{item}申请，本机关于{received}受理，应当自受理之日起20个工作日内作出决定，期限至{}届满。",
                written(end)
            ),
        ),
        ("理由", "因申请内容涉及多个地点，现场核查尚未完成，不能在上述期限内作出决定。".to_owned()),
        (
            "批准和新期限",
            format!(
                "根据《中华人民共和国行政许可法》第四十二条第一款，经本机关负责人批准，延长10个工作日，至{}作出决定。",
                written(after(end, 10))
            ),
        ),
        contact(case),
    ]
}

fn special(case: &Case) -> Elements {
    let (item, received) = (case.item.name, written(case.received));
    vec![
        ("", format!("你（单位）于{received}提交的{item}申请，依法需要组织专家评审。")),
        ("所需时间", "专家评审所需时间为15个工作日。".to_owned()),
        (
            "不计入期限",
            "根据《中华人民共和国行政许可法》第四十五条，上述时间不计算在办理期限内，特此书面告知。"
                .to_owned(),
        ),
        contact(case),
    ]
}

fn one_time(case: &Case) -> Elements {
    let item = case.item.name;
    vec![
        ("", format!("您咨询的{item}事项，现将办理要求一次性告知如下：")),
        ("", format!("申请条件：{}。", case.item.conditions.join("；"))),
        ("申请材料", format!("申请材料：{}", materials(case))),
        (
            "办理程序",
            format!(
                "办理程序：申请—受理（1个工作日）—审查（{}个工作日）—决定（1个工作日）—送达。",
                case.days
            ),
        ),
        ("", format!("承诺时限：自受理之日起{}个工作日。", case.days + 2)),
        contact(case),
    ]
}

fn complaint(case: &Case) -> Elements {
    let received = written(case.received);
    vec![
        ("投诉事项", format!("您于{received}反映窗口人员说“不知道，你去问别人”，现将处理情况答复如下。")),
        ("查明的事实", "经查看监控录像并向当事人核实，您反映的情况属实。".to_owned()),
        (
            "处理结果和依据",
            "根据中心《窗口人员考核办法》第十二条，已对当事人批评教育，并责成其向您道歉。".to_owned(),
        ),
        ("", format!("感谢您的监督。如对处理结果有疑问，请致电督查科{}。", case.phone)),
    ]
}

fn information(case: &Case) -> Elements {
    let received = written(case.received);
    vec![
        ("", format!("你（单位）于{received}提交的政府信息公开申请收悉。")),
        ("答复和依据", "经审查，该信息涉及第三方的商业秘密，根据《中华人民共和国政府信息公开条例》第十五条，本机关决定不予公开。".to_owned()),
        (
            "复议和诉讼",
            format!(
                "如不服本答复，应当先自知道或者应当知道之日起60日内向{}人民政府申请行政复议；对复议决定不服的，可以自收到复议决定书之日起十五日内向人民法院提起行政诉讼。",
                case.town.name
            ),
        ),
        ("", format!("联系电话：{}。", case.phone)),
    ]
}

fn withdrawal(case: &Case) -> Elements {
    let item = case.item.name;
    vec![
        ("事实", format!("经查，你（单位）在申请{item}时提供了虚假材料。")),
        (
            "听证和陈述申辩",
            format!(
                "本机关已于{}告知你（单位）享有陈述、申辩和要求听证的权利，你（单位）在规定期限内没有提出。",
                written(case.received)
            ),
        ),
        ("依据", "根据《中华人民共和国行政许可法》第六十九条第二款，本机关决定撤销该行政许可。".to_owned()),
        ("复议和诉讼", remedies(case, "决定")),
        contact(case),
    ]
}
