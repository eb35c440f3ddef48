//! Clean regulations of a centre, and mistakes in them.

use super::{
    Mistake,
    dice::Dice,
    expected::Expected,
    guide::han,
    paper::{Block, TITLE, bare, mark},
};

/// A regulation: articles, each of one paragraph or of a sentence and its items.
#[derive(Clone)]
pub(super) struct Regulation {
    title: String,
    articles: Vec<Article>,
}

#[derive(Clone)]
struct Article {
    number: usize,
    text: String,
    items: Vec<String>,
    /// What the article is for the mistakes: 分档, 列举, 引用.
    part: &'static str,
}

pub(super) const MISTAKES: &[Mistake<Regulation>] = &[
    ("tiers that overlap", |regulation, dice| tiers(regulation, dice, Tier::Overlap)),
    ("tiers with a gap", |regulation, dice| tiers(regulation, dice, Tier::Gap)),
    ("article lost", article_lost),
    ("article doubled", article_doubled),
    ("said four, gave three", miscounted),
    ("cited regulation missing", no_such_regulation),
    ("cited article missing", no_such_article),
    ("repealed law cited", repealed_law),
    ("bracket lost", bracket_lost),
];

impl Regulation {
    pub(super) fn clean(dice: &mut Dice) -> Self {
        let title = dice.pick(&["窗口人员请假制度", "窗口值班管理办法", "大厅服务管理规定", "窗口考勤办法"]);
        let short: String = title.chars().skip(title.chars().count() - 2).collect();
        let (one, two) = (dice.between(2, 4), dice.between(6, 10));
        let mut articles = vec![
            ("", format!("为了规范窗口服务，方便群众办事，制定本{short}。"), vec![]),
            ("", format!("本{short}适用于进驻中心的各部门窗口及其工作人员。"), vec![]),
        ];
        let mut rest = vec![
            (
                "分档",
                "窗口人员请假，按下列权限审批：".to_owned(),
                vec![
                    format!("不超过{one}天的，由窗口负责人批准；"),
                    format!("超过{one}天不超过{two}天的，由分管主任批准；"),
                    format!("超过{two}天的，由中心主任批准。"),
                ],
            ),
            (
                "列举",
                "窗口实行以下四项公开：".to_owned(),
                ["办事依据公开；", "办事程序公开；", "办理时限公开；", "收费标准公开。"]
                    .map(str::to_owned)
                    .to_vec(),
            ),
            ("引用", "申请材料不齐全的，依照《一次性告知制度》告知需要补正的全部内容。".to_owned(), vec![]),
            ("", "窗口人员不得说“不知道”“不归我管”“你去问”等禁用语。".to_owned(), vec![]),
            (
                "",
                "办理时限依照《限时办结制度》和《中华人民共和国行政许可法》第四十二条执行。".to_owned(),
                vec![],
            ),
            ("", "窗口负责人每周检查一次考勤记录，检查结果在中心公示。".to_owned(), vec![]),
            (
                "",
                "违反本规定的，由督查科责令改正；情节严重的，由中心通报批评。"
                    .replace("本规定", &format!("本{short}")),
                vec![],
            ),
        ];
        for _ in 0..rest.len() {
            let at = dice.roll(rest.len());
            articles.push(rest.remove(at));
        }
        articles.push(("", format!("本{short}由政务服务中心负责解释。"), vec![]));
        articles.push(("", format!("本{short}自2026年{}月1日起施行。", dice.between(1, 10)), vec![]));
        let articles = articles.into_iter().enumerate();
        let articles =
            articles.map(|(i, (part, text, items))| Article { number: i + 1, text, items, part }).collect();
        Self { title: title.to_owned(), articles }
    }

    pub(super) fn lay_out(&self) -> Vec<Block> {
        let mut blocks = vec![Block::Title(mark(TITLE, &self.title))];
        for article in &self.articles {
            blocks.push(Block::Line(format!("第{}条　{}", han(article.number), article.text)));
            let items = article.items.iter().enumerate();
            blocks.extend(items.map(|(i, item)| Block::Line(format!("（{}）{item}", han(i + 1)))));
        }
        blocks
    }

    fn part(&mut self, part: &str) -> &mut Article {
        self.articles.iter_mut().find(|article| article.part == part).unwrap()
    }
}

enum Tier {
    Overlap,
    Gap,
}

fn tiers(regulation: &mut Regulation, dice: &mut Dice, how: Tier) -> Option<Expected> {
    let one = dice.between(2, 4);
    let from = match how {
        Tier::Overlap => format!("{one}天以上7天以内"),
        Tier::Gap => format!("{}天以上7天以内（含7天）", one + 2),
    };
    regulation.part("分档").items = vec![
        format!("{}的，由窗口负责人批准；", mark(0, &format!("{one}天以内（含{one}天）"))),
        format!("{}的，由分管主任批准；", mark(0, &from)),
        "超过7天的，由中心主任批准。".to_owned(),
    ];
    Some(Expected::at("R01", &[0]).or(&["D21"]))
}

fn article_lost(regulation: &mut Regulation, dice: &mut Dice) -> Option<Expected> {
    let gone = dice.between(3, regulation.articles.len() - 3);
    regulation.articles.remove(gone);
    let next = &mut regulation.articles[gone];
    next.text = mark(0, &next.text);
    Some(Expected { is_before: true, ..Expected::at("R02", &[0]).or(&["H02"]) })
}

fn article_doubled(regulation: &mut Regulation, dice: &mut Dice) -> Option<Expected> {
    let from = dice.between(3, regulation.articles.len() - 3);
    regulation.articles[from..].iter_mut().for_each(|article| article.number -= 1);
    let article = &mut regulation.articles[from];
    article.text = mark(0, &article.text);
    Some(Expected { is_before: true, ..Expected::at("R02", &[0]).or(&["H02"]) })
}

fn miscounted(regulation: &mut Regulation, _: &mut Dice) -> Option<Expected> {
    let list = regulation.part("列举");
    list.items.remove(1);
    list.text = list.text.replace("以下四项", &mark(0, "以下四项"));
    Some(Expected::at("R03", &[0]))
}

fn no_such_regulation(regulation: &mut Regulation, dice: &mut Dice) -> Option<Expected> {
    let name = dice.pick(&[
        "《窗口值班联系会制度》",
        "《窗口人员积分管理制度》",
        "《政务服务中心窗口人员奖惩规定》",
    ]);
    regulation.part("引用").text = format!("违反规定的，依照{}处理。", mark(0, name));
    Some(Expected::at("R06", &[0]))
}

fn no_such_article(regulation: &mut Regulation, _: &mut Dice) -> Option<Expected> {
    let name = mark(0, "《限时办结制度》第三百条");
    regulation.part("引用").text = format!("超过时限的，依照{name}处理。");
    Some(Expected::at("R06", &[0]))
}

fn repealed_law(regulation: &mut Regulation, _: &mut Dice) -> Option<Expected> {
    let law = mark(0, "《中华人民共和国公司登记管理条例》第四条");
    regulation.part("引用").text = format!("企业登记依照{law}办理。");
    Some(Expected::at("E02", &[0]))
}

fn bracket_lost(regulation: &mut Regulation, _: &mut Dice) -> Option<Expected> {
    let text = bare(&regulation.part("引用").text);
    regulation.part("引用").text = format!("{}{}", text.trim_end_matches('。'), mark(0, "（见附录"));
    Some(Expected::at("H03", &[0]).or(&["E06"]))
}
