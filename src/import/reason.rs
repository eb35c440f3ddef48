//! Why something was done to the text: the closed list of reasons, with their words in reports.

/// What sort of change a reason stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Words that are no part of the material were taken away.
    Removed,
    /// A break inside a sentence was closed.
    Joined,
    /// Damage whose remedy is certain was mended.
    Repaired,
    /// Characters were exchanged for the form that the corpus uses.
    Converted,
    /// A run-in heading, article or item got its own line.
    Split,
    /// Blanks and line breaks between paragraphs.
    Layout,
    /// Words went into the front matter.
    Moved,
    /// Words that belong to no regulation.
    LeftOut,
    /// Something looks wrong but was left as it is.
    Doubt,
}

impl Kind {
    /// All of them, in the order of reports.
    pub const ALL: [Kind; 9] = [
        Kind::LeftOut,
        Kind::Removed,
        Kind::Joined,
        Kind::Repaired,
        Kind::Converted,
        Kind::Split,
        Kind::Moved,
        Kind::Layout,
        Kind::Doubt,
    ];

    /// Its name in Chinese.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Removed => "去除",
            Kind::Joined => "接行",
            Kind::Repaired => "修补",
            Kind::Converted => "转换",
            Kind::Split => "分行",
            Kind::Layout => "空白",
            Kind::Moved => "移入说明",
            Kind::LeftOut => "未收入",
            Kind::Doubt => "疑点",
        }
    }

    /// Its name in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Removed => "removed",
            Kind::Joined => "joined",
            Kind::Repaired => "repaired",
            Kind::Converted => "converted",
            Kind::Split => "split",
            Kind::Layout => "layout",
            Kind::Moved => "moved",
            Kind::LeftOut => "left-out",
            Kind::Doubt => "doubt",
        }
    }
}

macro_rules! reasons {
    ($($(#[doc = $doc:literal])+ $name:ident: $kind:ident, $words:literal;)+) => {
        /// Why an entry was made.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Reason {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Reason {
            /// All of them, in the order of reports.
            pub const ALL: &'static [Reason] = &[$(Reason::$name),+];

            /// What sort of change it stands for.
            pub fn kind(self) -> Kind {
                match self { $(Reason::$name => Kind::$kind,)+ }
            }

            /// The reason in Chinese.
            pub fn words(self) -> &'static str {
                match self { $(Reason::$name => $words,)+ }
            }

            /// Its name in JSON.
            pub fn word(self) -> &'static str {
                match self { $(Reason::$name => stringify!($name),)+ }
            }

            /// Whether it is given for words that were never in the text: the material does not show them there.
            pub fn is_aside(self) -> bool {
                matches!(
                    self,
                    Reason::Hidden
                        | Reason::Struck
                        | Reason::FilledIn
                        | Reason::Control
                        | Reason::Reading
                        | Reason::PageEdge
                        | Reason::Note
                )
            }
        }
    };
}

reasons! {
    /// A title that stands there once more.
    RepeatedTitle: LeftOut, "重复的题名";
    /// A title without rules of its own: of a collection, with its foreword, of a part, of a page.
    Umbrella: LeftOut, "汇编、篇章或网页的总题名和前言，没有自己的条文";
    /// A letter that only sends a regulation round.
    Notice: LeftOut, "印发通知，不是规章";
    /// A speech, a report, a story.
    Speech: LeftOut, "讲话、汇报一类的文稿，不是规章";
    /// A letter to somebody.
    Correspondence: LeftOut, "信函，不是规章";
    /// A notice of the day: from Monday on we open at nine.
    Circular: LeftOut, "通知、公告一类的文书，不是规章";
    /// News of a meeting, what an office did in a year.
    Report: LeftOut, "新闻、总结一类的文稿，不是规章";
    /// What somebody wants to sell.
    Advertising: LeftOut, "广告，不是规章";
    /// Names without a sentence: a menu, a list of links.
    Listing: LeftOut, "菜单、链接一类的名称，没有成句的文字，不是规章";
    /// A title at the end of a text, with nothing behind it.
    BareTitle: LeftOut, "只有题名，没有条文";
    /// Why a regulation was drafted as it is.
    Explanation: LeftOut, "起草说明，不是规章";
    /// To whom an official document is sent, and when it was printed.
    Distribution: LeftOut, "文件末尾的抄送、印发栏";
    /// Words outside all regulations.
    Stray: LeftOut, "不属于任何一部规章的文字";
    /// The navigation, buttons and notices of a web page.
    Chrome: Removed, "网页上的按钮、导航和声明";
    /// A row of links to other pages.
    Links: Removed, "指向其他页面的链接";
    /// The name of a page with the name of its site.
    PageTitle: Removed, "网页标题栏里的题名和站名";
    /// Tags and entities that show.
    Markup: Removed, "残留的网页或排版标记";
    /// A number that a page bore.
    PageMark: Removed, "页码";
    /// What every page has at its edge.
    RunningHead: Removed, "每页重复的页眉、页脚";
    /// A table of contents.
    Contents: Removed, "目录";
    /// The number of a regulation in its collection.
    TitleNumber: Removed, "汇编里题名前的序号";
    /// Pinyin in brackets behind its character.
    Pinyin: Removed, "字后括注的拼音";
    /// What the page or document does not show.
    Hidden: Removed, "原文里不显示的文字";
    /// What somebody struck out.
    Struck: Removed, "原文里已经划去、删去的文字";
    /// What stands in a box that readers fill in.
    FilledIn: Removed, "网页上供人填写的框里的文字";
    /// What readers press or choose on a page, and what stands in for a program.
    Control: Removed, "网页上的按钮、选项等文字";
    /// The reading over a character.
    Reading: Removed, "字上标注的读音";
    /// Headers and footers of pages.
    PageEdge: Removed, "页眉、页脚";
    /// Notes that stand apart from the text.
    Note: Removed, "脚注、尾注、批注，没有接进正文";
    /// Characters that cannot be seen.
    Invisible: Removed, "看不见的字符";
    /// A mark that strayed to the head of a title.
    StrayMark: Removed, "题名前后多余的符号";
    /// A page's end inside a sentence.
    PageBreak: Joined, "换页截断的句子";
    /// A line's end inside a sentence.
    LineBreak: Joined, "换行截断的句子";
    /// A number torn apart.
    SplitNumeral: Repaired, "被空格拆开的序号";
    /// Letters set apart.
    SpacedLetters: Repaired, "逐字加空格的文字";
    /// The mark between 第N条 and its words.
    ArticleMark: Repaired, "条号后面的符号，改为空格";
    /// The number of an item in a list inside a list, whose style would make it one of the outer.
    Nested: Repaired, "列表里套的列表，序号改成下一级的写法";
    /// A title that stands later in the source.
    TitleBefore: Repaired, "题名在后文，补写在前";
    /// A title that the source does not have.
    TitleMade: Repaired, "原文没有题名，暂用文件名";
    /// Traditional to simplified.
    Script: Converted, "繁体转为简体";
    /// A wrong character of an earlier conversion.
    Misconverted: Converted, "以前繁简转换留下的错字";
    /// Half-width punctuation.
    Punctuation: Converted, "中文里的半角标点改为全角";
    /// A line end of another system.
    LineEnd: Converted, "换行符统一";
    /// A heading that ran into the text.
    SplitTitle: Split, "题名与正文连写";
    /// A chapter or article that ran into the text.
    SplitArticle: Split, "章、条与上文连写";
    /// An item that ran into the text.
    SplitItem: Split, "项与上文连写";
    /// Blanks and line breaks.
    Blank: Layout, "段首段尾的空白、多余的空行";
    /// The number and blanks of a heading.
    Heading: Layout, "标题的写法";
    /// Who issued it.
    Issuer: Moved, "制定单位";
    /// What a web page says about a document.
    Facts: Moved, "文号、日期等属性";
    /// A replacement character.
    Replacement: Doubt, "有无法显示的字符，原字已丢失";
    /// Question marks in place of characters.
    Lost: Doubt, "疑有丢字";
    /// Pinyin whose character is gone or rare.
    LonePinyin: Doubt, "拼音前面不是常用汉字，可能缺字，也可能是注音";
    /// A bracket without its partner.
    HalfBracket: Doubt, "括号不成对";
    /// An item without its number.
    NoNumber: Doubt, "项前的序号丢失";
    /// A line that ends in the middle.
    OpenEnd: Doubt, "行尾没有写完，也不能确定接在哪里";
    /// A line that is only marks of a sentence.
    StrandedMarks: Doubt, "单独成行的引号、括号或者破折号，可能是从句子里掉出来的，请对照原文放回去";
    /// A line that is only a number.
    LoneNumber: Doubt, "单独成行的数字，不能确定是页码还是条号";
    /// Text in an order that cannot be right.
    Disordered: Doubt, "题名不在开头，片段的次序可能已经打乱";
    /// A covering notice that names another number of regulations.
    Announced: Doubt, "印发通知写明的部数，与后面找到的不同，请核对是不是缺了几部";
    /// Numbers that begin again.
    Restart: Doubt, "编号从头开始，可能是另一部规章";
    /// A line that may be the title of another regulation.
    TitleInside: Doubt, "像是另一部规章的题名，没有拆开";
    /// Bullets inside bullets.
    FlatBullets: Doubt, "项目符号分了层次，这里排成同一层";
    /// Numbered rules that no title holds.
    Unclaimed: Doubt, "未收入的文字里有编号的条款，请核对是不是规章";
    /// Two regulations of one source have one title.
    SameTitle: Doubt, "同一份材料里还有一部同名的规章，请核对是不是重复";
    /// A regulation of another source that is imported with it has the same title.
    SameTitleElsewhere: Doubt, "一起导入的另一份材料里也有一部同名的规章，请核对是不是重复";
    /// No word of it says that it is a regulation.
    Unlike: Doubt, "看不出是规章，请核对";
    /// A regulation without numbers.
    Unnumbered: Doubt, "没有条款编号，按自然段收入";
    /// The title is a guess.
    Untitled: Doubt, "原文没有题名";
    /// The end of the file is gone.
    Truncated: Doubt, "文件不完整，后面的内容可能已经丢失，请找完整的文件再导入";
    /// The text breaks off.
    CutOff: Doubt, "末尾不完整";
}
