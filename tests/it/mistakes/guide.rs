//! A guide as facts: what is changed by a mistake is one of them, or the place where one of them is said.

use super::{
    dice::Dice,
    items::{ITEMS, Item, TOWNS, Town, labels},
    paper::{TITLE, mark, numbered},
};

/// Where the promised limit is said besides its own field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Said {
    Field,
    Flow,
    Questions,
    Note,
}

/// A step of the procedure, with its limit when one is given.
#[derive(Clone)]
pub(super) struct Step {
    pub(super) name: &'static str,
    pub(super) days: usize,
    /// The limit in words; empty when none is given.
    pub(super) limit: String,
}

/// All that a guide says.
#[derive(Clone)]
pub(super) struct Guide {
    pub(super) item: &'static Item,
    pub(super) town: &'static Town,
    pub(super) title: String,
    pub(super) basis: Vec<String>,
    pub(super) conditions: Vec<(usize, String)>,
    pub(super) materials: Vec<(usize, String, String)>,
    pub(super) steps: Vec<Step>,
    pub(super) promised: usize,
    pub(super) promise: Vec<(Said, String)>,
    /// Fields with one value: name and value.
    pub(super) single: Vec<(&'static str, String)>,
    /// Lines after the fields: questions, remarks, what is not meant for anybody.
    pub(super) notes: Vec<String>,
    /// Fields that were deleted, and the one whose label is marked because its value is gone.
    pub(super) deleted: Vec<&'static str>,
    pub(super) emptied: Option<(&'static str, &'static str)>,
    /// The label of each field.
    labels: Vec<(&'static str, &'static str)>,
    /// Lines between the fields and the notes.
    pub(super) distance: usize,
    pub(super) arrows: &'static str,
    pub(super) is_list_of_steps: bool,
}

/// A field with its value.
pub(super) struct Section {
    pub(super) label: String,
    pub(super) value: Vec<Part>,
}

/// A piece of a value.
pub(super) enum Part {
    Text(String),
    List(Vec<(usize, String)>),
    /// Number, name and form of each material.
    Materials(Vec<(usize, String, String)>),
}

/// A number of working days, as people write it.
pub(super) fn days(n: usize, dice: &mut Dice) -> String {
    match dice.roll(8) {
        0 => format!("{}个工作日", han(n).replace('二', if n == 2 { "两" } else { "二" })),
        1 => format!("{}个工作日", full_width(n)),
        2 => format!("{n} 个工作日"),
        _ => format!("{n}个工作日"),
    }
}

/// 1 to 99 in Chinese.
pub(super) fn han(n: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match (n / 10, n % 10) {
        (0, one) => DIGITS[one].to_owned(),
        (1, one) => format!("十{}", DIGITS[one]),
        (ten, one) => format!("{}十{}", DIGITS[ten], DIGITS[one]),
    }
}

fn full_width(n: usize) -> String {
    let wide = |c: char| char::from_u32(u32::from(c) - u32::from('0') + u32::from('０')).unwrap();
    n.to_string().chars().map(wide).collect()
}

/// A number of seven digits that looks like no sample.
pub(super) fn phone(town: &Town, dice: &mut Dice) -> String {
    let number = [65, 66, 72, 78, 83][dice.roll(5)] * 100_000 + dice.between(10_204, 98_765);
    match dice.roll(3) {
        0 => format!("（{}）{number}", town.area_code),
        _ => format!("{}-{number}", town.area_code),
    }
}

impl Guide {
    /// A clean guide.
    pub(super) fn clean(dice: &mut Dice) -> Self {
        let item = &ITEMS[dice.roll(ITEMS.len())];
        let town = &TOWNS[dice.roll(TOWNS.len())];
        let at_once = item.statute == 0;
        let promised = if at_once { 0 } else { dice.between(4, item.statute * 2 / 5 + 1) };
        let mut guide = Self {
            item,
            town,
            title: format!("{}{}", item.name, dice.pick(&["办事指南", "服务指南", "办事指南（2026年版）"])),
            basis: basis(item, dice),
            conditions: numbered(item.conditions),
            materials: materials(item, dice),
            steps: steps(promised, dice),
            promised,
            promise: Vec::new(),
            single: Vec::new(),
            notes: Vec::new(),
            deleted: Vec::new(),
            emptied: None,
            labels: FIELDS.iter().map(|field| (*field, dice.pick(labels(field)))).collect(),
            distance: [0, 5, 5, 20, 60][dice.roll(5)],
            arrows: dice.pick(&["→", "—", "→", "⇒"]),
            is_list_of_steps: dice.chance(40),
        };
        if dice.chance(3) {
            guide.distance = 500;
        }
        guide.promise = guide.promises(dice);
        guide.single = guide.single_values(dice);
        guide.notes = guide.clean_notes(dice);
        guide
    }

    fn promises(&self, dice: &mut Dice) -> Vec<(Said, String)> {
        let mut said = vec![Said::Field];
        said.extend([Said::Flow, Said::Questions, Said::Note].into_iter().filter(|_| dice.chance(45)));
        let words = |dice: &mut Dice| {
            if self.promised == 0 { "当场办结".to_owned() } else { days(self.promised, dice) }
        };
        said.into_iter().map(|place| (place, words(dice))).collect()
    }

    fn single_values(&self, dice: &mut Dice) -> Vec<(&'static str, String)> {
        let Self { item, town, .. } = self;
        let at_once = self.promised == 0;
        let statute = if at_once {
            "无法定时限".to_owned()
        } else {
            format!("{}（自受理之日起）", days(item.statute, dice))
        };
        let (floor, hall, window) =
            (dice.pick(&["一楼", "二楼", "三楼"]), dice.pick(&["A区", "B区", "C区"]), dice.between(2, 40));
        let delivery = dice.between(2, 10);
        let refusal = if item.kind == "行政许可" { "不予许可决定" } else { "不予办理决定" };
        vec![
            ("实施机关", format!("{}{}", town.name, item.organ)),
            ("事项类型", item.kind.to_owned()),
            ("办件类型", if at_once { "即办件" } else { "承诺件" }.to_owned()),
            ("法定时限", statute),
            (
                "收费依据和标准",
                if item.fee == "不收费" {
                    dice.pick(&["不收费", "免费", "否", "不收费"])
                } else {
                    item.fee
                }
                .to_owned(),
            ),
            ("办理地点", format!("{0}{1}{0}政务服务中心{floor}{hall}{window}号窗口", town.name, town.street)),
            (
                "办理时间",
                dice.pick(&[
                    "工作日上午9:00—12:00，下午13:30—17:00（法定节假日除外）",
                    "周一至周五9:00—12:00，13:30—17:00",
                ])
                .to_owned(),
            ),
            ("办理结果", item.result.to_owned()),
            ("送达方式", format!("自作出决定之日起{delivery}个工作日内，窗口领取或者邮寄送达")),
            ("数量限制", "无".to_owned()),
            ("禁止性要求", "无".to_owned()),
            ("联系方式", phone(town, dice)),
            (
                "投诉渠道",
                format!(
                    "{0}政务服务中心督查科{1}，自收到投诉之日起5个工作日内答复；也可以拨打12345投诉",
                    town.name,
                    phone(town, dice)
                ),
            ),
            (
                "救济渠道",
                format!(
                    "对{refusal}不服的，可以自知道或者应当知道该决定之日起{}内向{}人民政府申请行政复议，也可以在{}内向人民法院提起行政诉讼。",
                    dice.pick(&["60日", "六十日"]),
                    town.name,
                    dice.pick(&["六个月", "6个月"])
                ),
            ),
            ("更新日期", format!("2026年{}月{}日", dice.between(1, 10), dice.between(1, 28))),
        ]
    }

    /// What a rule could take for a mistake and must not.
    fn clean_notes(&self, dice: &mut Dice) -> Vec<String> {
        let traps = [
            "窗口工作人员不得说“不知道”“不归我管”“你去问”“下班了，明天再来”等禁用语。",
            "不清楚填写方法的，可以到导办台咨询；不懂电脑操作的，导办人员会帮您。",
            "窗口不得要求申请人提交清单以外的其他材料。",
            "证件遗失补领属于另一事项，自受理之日起另行计算。",
            "委托他人代办的，受托人应当出示本人的居民身份证和委托书。",
            "现场核查由两名以上工作人员进行，核查所需时间计入办理时限。",
            "咨询和办理过程中不收取任何费用，也不指定任何中介机构。",
            "网上申请请登录省政务服务网（https://zwfw.example.gov.cn），也可以到窗口申请。",
            "邮寄送达的，邮政快递一般不要求本人到场。",
        ];
        traps.iter().filter(|_| dice.chance(35)).map(|trap| (*trap).to_owned()).collect()
    }

    /// The promise where it is said at `place`.
    pub(super) fn promise_at(&mut self, place: Said) -> Option<&mut String> {
        self.promise.iter_mut().find(|(said, _)| *said == place).map(|(_, words)| words)
    }

    /// The value of a field that has one.
    pub(super) fn value(&mut self, field: &str) -> &mut String {
        &mut self.single.iter_mut().find(|(name, _)| *name == field).unwrap().1
    }

    /// The title with its mark.
    pub(super) fn headline(&self) -> String {
        mark(TITLE, &self.title)
    }

    /// The fields in the order in which they are printed.
    pub(super) fn sections(&self) -> Vec<Section> {
        let there = FIELDS.iter().filter(|field| !self.deleted.contains(field));
        there.map(|field| self.section(field)).collect()
    }

    fn section(&self, field: &'static str) -> Section {
        let label = self.labels.iter().find(|(name, _)| *name == field).unwrap().1.to_owned();
        if let Some((_, value)) = self.emptied.filter(|(emptied, _)| *emptied == field) {
            let label = if value.is_empty() { mark(0, &label) } else { label };
            let value = if value.is_empty() { Vec::new() } else { vec![Part::Text(mark(0, value))] };
            return Section { label, value };
        }
        let said = |place| self.promise.iter().find(|(said, _)| *said == place).map(|(_, words)| words);
        let value = match field {
            "法定依据" => self.basis.iter().cloned().map(Part::Text).collect(),
            "申请条件" => vec![Part::List(self.conditions.clone())],
            "申请材料" => vec![Part::Materials(self.materials.clone())],
            "办理程序" => self.procedure(said(Said::Flow)),
            "承诺时限" => {
                let words = said(Said::Field).map_or("", String::as_str);
                let origin = if self.promised == 0 { "" } else { "（自受理之日起）" };
                vec![Part::Text(format!("{words}{origin}"))]
            }
            _ => vec![Part::Text(self.single.iter().find(|(name, _)| *name == field).unwrap().1.clone())],
        };
        Section { label, value }
    }

    fn procedure(&self, total: Option<&String>) -> Vec<Part> {
        let correction = "材料不齐全的，窗口自收到材料之日起5个工作日内一次性告知需要补正的全部内容。";
        let step = |step: &Step| match step.limit.as_str() {
            "" => step.name.to_owned(),
            limit => format!("{}（{limit}）", step.name),
        };
        let mut parts = if self.is_list_of_steps {
            vec![Part::List(numbered(self.steps.iter().map(step)))]
        } else {
            vec![Part::Text(self.steps.iter().map(step).collect::<Vec<_>>().join(self.arrows))]
        };
        parts.push(Part::Text(correction.to_owned()));
        match total {
            Some(words) if self.promised == 0 => parts.push(Part::Text(format!("材料齐全的，{words}。"))),
            Some(words) => parts.push(Part::Text(format!("窗口自受理之日起{words}内办结。"))),
            None => {}
        }
        parts
    }

    /// The lines after the fields, the farthest last.
    pub(super) fn tail(&self) -> Vec<String> {
        let mut lines = self.notes.clone();
        lines.extend((1..=self.distance).map(|n| format!("填表提示{n}：填写表格第{n}栏时，字迹应当清楚。")));
        let said = |place| self.promise.iter().find(|(said, _)| *said == place).map(|(_, words)| words);
        if let Some(words) = said(Said::Questions) {
            lines.push("问：多长时间能办好？".to_owned());
            lines.push(match self.promised {
                0 => format!("答：材料齐全的，{words}。"),
                _ => format!("答：材料齐全的，自受理之日起{words}内办结。"),
            });
        }
        if let Some(words) = said(Said::Note) {
            lines.push(match self.promised {
                0 => format!("注：符合条件的，{words}。"),
                _ => format!("注：承诺自受理之日起{words}内办结，遇法定节假日顺延。"),
            });
        }
        lines
    }
}

/// Every field, in the order of printing.
const FIELDS: [&str; 20] = [
    "实施机关",
    "事项类型",
    "办件类型",
    "法定依据",
    "申请条件",
    "数量限制",
    "禁止性要求",
    "申请材料",
    "办理程序",
    "法定时限",
    "承诺时限",
    "收费依据和标准",
    "办理结果",
    "送达方式",
    "办理地点",
    "办理时间",
    "联系方式",
    "投诉渠道",
    "救济渠道",
    "更新日期",
];

fn basis(item: &Item, dice: &mut Dice) -> Vec<String> {
    let mut lines: Vec<String> =
        item.basis.iter().map(|(law, article)| format!("《{law}》{article}")).collect();
    if item.kind == "行政许可" && item.statute == 20 && dice.chance(40) {
        lines.push(
            "《中华人民共和国行政许可法》第四十二条第一款：“除可以当场作出行政许可决定的外，行政机关应当自受理行政许可申请之日起二十日内作出行政许可决定。二十日内不能作出决定的，经本行政机关负责人批准，可以延长十日，并应当将延长期限的理由告知申请人。”"
                .to_owned(),
        );
    }
    lines
}

fn materials(item: &Item, dice: &mut Dice) -> Vec<(usize, String, String)> {
    let list = item.materials.iter().enumerate();
    let mut list: Vec<_> =
        list.map(|(i, (name, form))| (i + 1, (*name).to_owned(), (*form).to_owned())).collect();
    if dice.chance(20) {
        list.push((list.len() + 1, "其他材料".to_owned(), "无".to_owned()));
    }
    list
}

/// Steps whose limits fit into the promise.
fn steps(promised: usize, dice: &mut Dice) -> Vec<Step> {
    let timed = promised >= 4 && dice.chance(60);
    let days_of = |name: &str| match name {
        "受理" | "决定" if timed => 1,
        "审查" if timed => promised - 2,
        _ => 0,
    };
    ["申请", "受理", "审查", "决定", "送达"]
        .into_iter()
        .map(|name| {
            let n = days_of(name);
            Step { name, days: n, limit: if n == 0 { String::new() } else { days(n, dice) } }
        })
        .collect()
}
