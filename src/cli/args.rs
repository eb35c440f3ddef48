//! The arguments of every verb, with their help in Chinese.

use std::{ffi::OsString, path::PathBuf};

use clap::{ArgAction, Args, CommandFactory as _, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

mod search;
mod serve;

pub(super) use search::{CompareArgs, SearchArgs, States, Within};
pub(super) use serve::ServeArgs;

use super::{exit::Exit, format::LintFormat, output};
use crate::{doc::Kind, finding::Level, law::Date, report::Fixes, rules::Profile};

const TEMPLATE: &str = "{about}\n\n用法：{usage}\n\n{all-args}{after-help}";

#[derive(Debug, Parser)]
#[command(
    name = "guiju",
    version,
    about = "规矩：检索政务服务中心的规章，检查办事指南和告知文书",
    help_template = TEMPLATE,
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true,
    subcommand_help_heading = "命令",
    subcommand_value_name = "命令",
    after_help = "例：\n  guiju lint 指南/                 检查一个目录\n  guiju search 办理超过承诺时限怎么办  检索规章\n  guiju <命令> -h                  看一个命令的用法"
)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
    #[arg(short = 'h', long, action = ArgAction::Help, global = true, help = "显示帮助", help_heading = "其他")]
    help: Option<bool>,
    #[arg(short = 'V', long, action = ArgAction::Version, help = "显示版本", help_heading = "其他")]
    version: Option<bool>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    #[command(about = "检查文件和目录", help_template = TEMPLATE, after_help = "例：\n  guiju lint 指南/ 通知/受理通知书.docx\n  guiju lint --format html --output 报告.html 指南/    交给领导看的一页，可打印\n  guiju lint --format json --output 结果.json 指南/\n  cat 草稿.md | guiju lint - --stdin-filename 草稿.md\n\n退出码：0 没有达到 --fail-on 的问题；1 有；2 有文件没能检查，或参数、配置、规则有误。")]
    Lint(LintArgs),
    #[command(about = "检索规章，精确到条", help_template = TEMPLATE, after_help = "例：\n  guiju search 材料不全怎么办              按相近程度排列\n  guiju search 一次性告知                  八个字以内，或加引号的，原样查找\n  guiju search 限时办结制度第三条          直接到这一条\n  guiju search 材料 -复印件 OR 标题:容缺   操作符：-不要、AND、OR、标题:\n  guiju search swfz                        拼音或首字母\n  guiju search 一次性告知 --cite           按公文引用的写法输出")]
    Search(SearchArgs),
    #[command(about = "几部规章对同一件事怎么说，并排比较：时限、谁、内容、例外", help_template = TEMPLATE, after_help = "例：\n  guiju compare 投诉\n  guiju compare 一次性告知 --category 服务制度")]
    Compare(CompareArgs),
    #[command(about = "查看一部规章或其中一条", help_template = TEMPLATE, after_help = "例：\n  guiju show 限时办结制度\n  guiju show 限时办结制度第三条\n  guiju show 首问负责 2条")]
    Show(ShowArgs),
    #[command(about = "显示工具从文件里读懂了什么：文种、要素、时限、引用", help_template = TEMPLATE, after_help = "例：\n  guiju inspect 指南/食品经营许可.docx\n  guiju inspect --format json 指南/*.md")]
    Inspect(InspectArgs),
    #[command(about = "解释一条规则：为什么查、依据哪一条、例子", help_template = TEMPLATE, after_help = "例：\n  guiju explain D01")]
    Explain(ExplainArgs),
    #[command(about = "把原始材料整理成规章库文件，逐字交代去掉和改动了什么", help_template = TEMPLATE, after_help = "例：\n  guiju import 下载/*.txt --into 规章/ --report 导入报告.txt\n  guiju import 制度汇编.docx --into 规章/ --dry-run\n\n能读 .txt、.md、.html、.docx 和有文字层的 .pdf。原文的错漏（缺号、错字、不一致）不改，拿不准的列为疑点。\n退出码：0 全部导入；2 有文件读不了、没有规章或没能写入，或参数有误。")]
    Import(ImportArgs),
    #[command(about = "规则：列出、新建，或运行规则自带的例子", help_template = TEMPLATE, subcommand_help_heading = "命令", subcommand_value_name = "命令", after_help = "例：\n  guiju rule list\n  guiju rule test checks/wording/C03-catch-all-material.toml")]
    Rule(RuleArgs),
    #[command(about = "规章库：列出，检查规章自身是否前后一致，导出", help_template = TEMPLATE, subcommand_help_heading = "命令", subcommand_value_name = "命令", after_help = "例：\n  guiju corpus list\n  guiju corpus check\n  guiju corpus check 导入的规章/\n  guiju corpus export --format jsonl > 条文.jsonl")]
    Corpus(CorpusArgs),
    #[command(about = "语言服务器：在编辑器里边写边查（由编辑器启动，走标准输入输出）", help_template = TEMPLATE, after_help = "编辑器怎么设置：VS Code 装 editors/vscode 的扩展；Neovim、Helix、Zed 见 editors/README.md。\n\n退出码：0 编辑器正常关闭（先 shutdown 再 exit）；1 连接断了。")]
    Lsp(LspArgs),
    #[command(about = "网页：在浏览器里检索规章、检查文件（只在本机，不联网）", help_template = TEMPLATE, after_help = "例：\n  guiju serve --open\n  guiju serve --port 8080 --corpus 规章/\n  guiju serve --address 0.0.0.0 --allow-remote --host guize.local   让同一网络的电脑访问\n\n按 Ctrl-C 停止。程序接口见网页上的“接口说明”（/api/v1/openapi.json）。")]
    Serve(ServeArgs),
    #[command(about = "生成命令行补全脚本", help_template = TEMPLATE, after_help = "例：\n  guiju completions bash > ~/.local/share/bash-completion/completions/guiju")]
    Completions(CompletionsArgs),
}

/// Where regulations and rules come from.
#[derive(Debug, Default, Args)]
pub(super) struct Sources {
    #[arg(long, value_name = "目录", help = "规章目录，代替内置的", help_heading = "来源")]
    pub(super) corpus: Option<PathBuf>,
    #[arg(
        long,
        value_name = "目录",
        help = "规则目录，加在内置规则之外；里面有 fields.toml 的，代替内置的",
        help_heading = "来源"
    )]
    pub(super) checks: Option<PathBuf>,
    #[arg(long, value_name = "文件", help = "配置文件；不写时用最近的 guiju.toml", help_heading = "来源")]
    pub(super) config: Option<PathBuf>,
    #[arg(long, value_name = "日期", value_parser = date, help = "按这一天有效的规章和规则，如 2026-01-01；不写时是今天", help_heading = "来源")]
    pub(super) as_of: Option<Date>,
}

impl Sources {
    /// The day whose regulations and rules are meant: today unless one is named.
    pub(super) fn as_of(&self) -> Date {
        self.as_of.unwrap_or_else(|| jiff::Zoned::now().date())
    }
}

/// Which rules are run.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct Choice {
    #[arg(
        long,
        value_name = "规则",
        value_delimiter = ',',
        help = "只用这些规则：编号或其开头，如 C 或 A05；写全编号的，所在规则集没有启用也用",
        help_heading = "规则"
    )]
    pub(super) select: Vec<String>,
    #[arg(long, value_name = "规则", value_delimiter = ',', help = "不用这些规则", help_heading = "规则")]
    pub(super) ignore: Vec<String>,
    #[arg(long, value_name = "规则集", value_delimiter = ',', value_parser = profile, help = "规则集：national、db51（默认这两种）、luotian、cangnan、township、s0", help_heading = "规则")]
    pub(super) profile: Vec<Profile>,
}

/// What becomes of what was found.
#[derive(Debug, Args)]
pub(super) struct Output {
    #[arg(long, value_enum, value_name = "格式", default_value_t = LintFormat::Human, hide_default_value = true, hide_possible_values = true, help = "报告格式：human、json；页面 html；表格 xlsx、csv；合并请求 markdown；流水线 sarif、github、gitlab、junit、rdjson", help_heading = "报告")]
    pub(super) format: LintFormat,
    #[arg(long, short, value_name = "文件", help = "把报告写进文件", help_heading = "报告")]
    pub(super) output: Option<PathBuf>,
    #[arg(long, value_name = "级别", value_parser = fail_on, default_value = "error", hide_default_value = true, help = "达到哪一级算不通过：error（默认）、warning、advice、never", help_heading = "报告")]
    pub(super) fail_on: FailOn,
}

#[derive(Debug, Args)]
pub(super) struct LintArgs {
    #[arg(
        value_name = "路径",
        help = "文件或目录；- 表示标准输入；不写时是当前目录",
        help_heading = "要检查的"
    )]
    pub(super) paths: Vec<PathBuf>,
    #[arg(long, value_name = "文件名", help = "标准输入的文件名，决定格式", help_heading = "要检查的")]
    pub(super) stdin_filename: Option<PathBuf>,
    #[arg(long, value_name = "文种", value_parser = kind, help = "文种：guide、notice、regulation；不写时从文件判断", help_heading = "要检查的")]
    pub(super) kind: Option<Kind>,
    #[arg(
        long,
        help = "点名的文件也照 guiju.toml 的 exclude 排除，供 pre-commit 一类逐个点名的工具用",
        help_heading = "要检查的"
    )]
    pub(super) force_exclude: bool,
    #[command(flatten)]
    pub(super) choice: Choice,
    #[command(flatten)]
    pub(super) output: Output,
    #[arg(
        long,
        value_name = "文件",
        help = "基线：里面的问题不报，已不存在的报出来",
        help_heading = "放过",
        conflicts_with = "write_baseline"
    )]
    pub(super) baseline: Option<PathBuf>,
    #[arg(
        long,
        value_name = "文件",
        help = "写基线：没有就把现有问题全写进去；已有的只去掉不存在的，不加新的",
        help_heading = "放过"
    )]
    pub(super) write_baseline: Option<PathBuf>,
    #[arg(
        long,
        value_name = "版本",
        help = "只报这个 git 版本以来改动的行上的问题，如 origin/main",
        help_heading = "放过"
    )]
    pub(super) new_since: Option<String>,
    #[arg(long, value_name = "范围", value_parser = fixes, num_args = 0..=1, require_equals = true, default_missing_value = "safe", help = "自动改：只改必定要改的；--fix=all 连建议改的一起改", help_heading = "改")]
    pub(super) fix: Option<Fixes>,
    #[arg(long, help = "只显示 --fix 会改什么，不写文件", help_heading = "改")]
    pub(super) diff: bool,
    #[arg(
        long,
        value_name = "目录",
        help = "把问题写成批注，放进 .docx 的副本，必定要改的标成修订；副本写进这个目录，原件不动",
        help_heading = "报告"
    )]
    pub(super) annotate: Option<PathBuf>,
    #[arg(long, value_name = "个数",
        value_parser = jobs, help = "同时检查几个文件；不写时用全部处理器", help_heading = "报告")]
    pub(super) jobs: Option<usize>,
    #[arg(long, help = "全部重新检查，不用缓存目录里上次的结果，也不存", help_heading = "报告")]
    pub(super) no_cache: bool,
    #[arg(long, conflicts_with_all = ["fix", "diff"], help = "查完不退出，文件一改就再查改了的（改了规则或配置要重新启动）；按 Ctrl-C 停止", help_heading = "要检查的")]
    pub(super) watch: bool,
    #[command(flatten)]
    pub(super) sources: Sources,
}

#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    #[arg(
        value_name = "条款",
        required_unless_present = "uncited",
        help = "规章名称或编号，可带条款，如 限时办结制度第三条、限时办结制度第三条至第五条",
        help_heading = "要看的"
    )]
    pub(super) address: Vec<String>,
    #[arg(long, help = "列出没有规则引用的义务条款；写了规章名称的，只看这一部", help_heading = "要看的")]
    pub(super) uncited: bool,
    #[arg(long, value_enum, value_name = "格式", default_value_t = ReportFormat::Human, hide_default_value = true, hide_possible_values = true, help = "输出格式：human、json（一行一条）", help_heading = "输出")]
    pub(super) format: ReportFormat,
    #[command(flatten)]
    pub(super) sources: Sources,
}

#[derive(Debug, Args)]
pub(super) struct InspectArgs {
    #[arg(value_name = "文件", required = true, help = "要看的文件", help_heading = "要看的")]
    pub(super) files: Vec<PathBuf>,
    #[arg(long, value_name = "文种", value_parser = kind, help = "文种：guide、notice、regulation", help_heading = "要看的")]
    pub(super) kind: Option<Kind>,
    #[arg(long, value_enum, value_name = "格式", default_value_t = ReportFormat::Human, hide_default_value = true, hide_possible_values = true, help = "输出格式：human、json（一行一个文件）", help_heading = "输出")]
    pub(super) format: ReportFormat,
    #[command(flatten)]
    pub(super) sources: Sources,
}

#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    #[arg(value_name = "规则", required = true, help = "规则编号，如 D01", help_heading = "要看的")]
    pub(super) rules: Vec<String>,
    #[command(flatten)]
    pub(super) sources: Sources,
}

#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    #[arg(value_name = "文件", required = true, help = "原始材料", help_heading = "要导入的")]
    pub(super) files: Vec<PathBuf>,
    #[arg(
        long,
        value_name = "目录",
        required = true,
        help = "写到这个目录，一部规章一个文件；没有就建立",
        help_heading = "输出"
    )]
    pub(super) into: PathBuf,
    #[arg(
        long,
        value_name = "文件",
        help = "把每一处改动写进报告；文件名以 .json 结尾的写成 JSON",
        help_heading = "输出"
    )]
    pub(super) report: Option<PathBuf>,
    #[arg(long, help = "只说会得到什么，不写规章文件", help_heading = "输出")]
    pub(super) dry_run: bool,
    #[arg(long, help = "覆盖目录里已有的同名文件", help_heading = "输出")]
    pub(super) force: bool,
    #[arg(
        long,
        value_name = "目录",
        help = "规章目录，同名规章沿用其编号；不写时用内置的",
        help_heading = "来源"
    )]
    pub(super) corpus: Option<PathBuf>,
    #[arg(long, value_name = "文件", help = "配置文件；不写时用最近的 guiju.toml", help_heading = "来源")]
    pub(super) config: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct RuleArgs {
    #[command(subcommand)]
    pub(super) verb: RuleVerb,
}

#[derive(Debug, Subcommand)]
pub(super) enum RuleVerb {
    #[command(about = "列出全部规则", help_template = TEMPLATE)]
    List {
        #[command(flatten)]
        sources: Sources,
    },
    #[command(about = "新建一条规则：一份填好的表，改成自己的", help_template = TEMPLATE, after_help = "例：\n  guiju rule new C31 --into 我的规则/")]
    New {
        #[arg(value_name = "编号", help = "新规则的编号，如 C31", help_heading = "要建的")]
        code: String,
        #[arg(
            long,
            value_name = "目录",
            default_value = ".",
            hide_default_value = true,
            help = "写进哪个目录；不写时是当前目录",
            help_heading = "要建的"
        )]
        into: PathBuf,
        #[command(flatten)]
        sources: Sources,
    },
    #[command(about = "规则文件的 JSON 模式，供编辑器提示和检查", help_template = TEMPLATE, after_help = "例：\n  guiju rule schema > 我的规则/schema.json\n  规则文件第一行写 #:schema ./schema.json，VS Code 装上 Even Better TOML 扩展即可")]
    Schema,
    #[command(about = "运行规则自带的例子", help_template = TEMPLATE)]
    Test {
        #[arg(
            value_name = "文件",
            help = "规则文件或目录，试的就是这个文件；不写时是全部规则",
            help_heading = "要试的"
        )]
        files: Vec<PathBuf>,
        #[command(flatten)]
        sources: Sources,
    },
}

#[derive(Debug, Args)]
pub(super) struct CorpusArgs {
    #[command(subcommand)]
    pub(super) verb: CorpusVerb,
}

#[derive(Debug, Subcommand)]
pub(super) enum CorpusVerb {
    #[command(about = "列出全部规章", help_template = TEMPLATE)]
    List {
        #[command(flatten)]
        sources: Sources,
    },
    #[command(about = "检查规章：条号、引用、名称、分档、时限、电话网址、引号括号", help_template = TEMPLATE, after_help = "例：\n  guiju corpus check               检查规章库\n  guiju corpus check 导入的规章/   检查一个目录里的规章，它们之间可以互相引用\n\n退出码：0 没有达到 --fail-on 的问题；1 有；2 有规章读不了，或参数、配置、规则有误。")]
    Check(CorpusCheckArgs),
    #[command(about = "导出条文：给检索引擎，或者给别的法规系统", help_template = TEMPLATE, after_help = "例：\n  guiju corpus export --format jsonl > 条文.jsonl\n  guiju corpus export --format es-bulk --into 导出/ --as-of 2026-01-01\n  guiju corpus export --format sphinx --shards 3 --into 导出/\n\n导出的目录里有一份 说明.md：怎么装、怎么问、与 guiju search 有什么不同。\n退出码：0 全部导出；2 有规章读不了，没能写入，或参数有误。")]
    Export(CorpusExportArgs),
}

#[derive(Debug, Args)]
pub(super) struct CorpusCheckArgs {
    #[arg(value_name = "目录", help = "规章目录或其中一个文件；不写时是规章库", help_heading = "要检查的")]
    pub(super) folder: Option<PathBuf>,
    #[command(flatten)]
    pub(super) choice: Choice,
    #[command(flatten)]
    pub(super) output: Output,
    #[command(flatten)]
    pub(super) sources: Sources,
}

#[derive(Debug, Args)]
pub(super) struct CorpusExportArgs {
    #[arg(
        long,
        value_enum,
        value_name = "格式",
        hide_possible_values = true,
        help = "jsonl：一行一条；es-bulk：Elasticsearch、OpenSearch、Quickwit；sphinx：Sphinx、Manticore；akn：Akoma Ntoso，一部一个文件",
        help_heading = "输出"
    )]
    pub(super) format: ExportFormat,
    #[arg(
        long,
        value_name = "目录",
        help = "写到这个目录，没有就建立；jsonl 不写时到标准输出",
        help_heading = "输出"
    )]
    pub(super) into: Option<PathBuf>,
    #[arg(long, value_name = "个数", value_parser = shards, help = "分成几片（es-bulk、sphinx），默认 3", help_heading = "输出")]
    pub(super) shards: Option<usize>,
    #[arg(long, help = "目录里已有东西也写：覆盖同名的，去掉上次导出多出来的", help_heading = "输出")]
    pub(super) force: bool,
    #[arg(long, value_name = "目录", help = "规章目录，代替内置的", help_heading = "来源")]
    pub(super) corpus: Option<PathBuf>,
    #[arg(long, value_name = "文件", help = "配置文件；不写时用最近的 guiju.toml", help_heading = "来源")]
    pub(super) config: Option<PathBuf>,
    #[arg(long, value_name = "日期", value_parser = date, help = "只导出这一天有效的文本，与 search 找的一样；不写时全部文本都导出，各带状态和日期", help_heading = "来源")]
    pub(super) as_of: Option<Date>,
}

/// Formats of exports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ExportFormat {
    /// Lines of JSON.
    Jsonl,
    /// For Elasticsearch, OpenSearch and Quickwit.
    EsBulk,
    /// For Sphinx and Manticore.
    Sphinx,
    /// Akoma Ntoso.
    Akn,
}

#[derive(Debug, Args)]
pub(super) struct LspArgs {
    // Editors add it when they start a server so.
    #[arg(long, hide = true)]
    stdio: bool,
    #[command(flatten)]
    pub(super) choice: Choice,
    #[command(flatten)]
    pub(super) sources: Sources,
}

#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    #[arg(
        value_enum,
        value_name = "SHELL",
        help = "bash、zsh、fish、powershell、elvish",
        help_heading = "要生成的",
        hide_possible_values = true
    )]
    shell: Shell,
}

/// Formats of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportFormat {
    /// For the terminal.
    Human,
    /// For programs.
    Json,
}

/// From which level on findings make the run fail; `None` for never.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FailOn(pub(super) Option<Level>);

/// Reads the arguments, the program's own name first.
pub(super) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Verb, clap::Error> {
    let mut arguments: Vec<OsString> = arguments.into_iter().map(unwanted).collect();
    // A double click on the program: whoever does that wants to see something.
    if cfg!(windows) && arguments.len() == 1 {
        arguments.extend(["serve", "--open"].map(OsString::from));
    }
    Cli::try_parse_from(arguments).map(|cli| cli.verb)
}

/// A word that is not wanted (`-材料`) is no option: none has a name in Chinese. Its hyphen is written in full width, in
/// which it means the same.
fn unwanted(argument: OsString) -> OsString {
    let word = argument.to_str().and_then(|word| word.strip_prefix('-'));
    match word.filter(|word| word.starts_with(|c: char| !c.is_ascii())) {
        Some(word) => format!("－{word}").into(),
        None => argument,
    }
}

/// Writes the completions of a shell.
pub(super) fn completions(args: &CompletionsArgs) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "guiju", &mut script);
    output::out(&String::from_utf8_lossy(&script))
}

fn date(word: &str) -> Result<Date, String> {
    word.parse().map_err(|_| format!("“{word}”不是日期，写成 2026-01-01"))
}

fn kind(word: &str) -> Result<Kind, String> {
    word.parse().map_err(|error: crate::doc::NotAKind| error.to_string())
}

fn profile(word: &str) -> Result<Profile, String> {
    Profile::from_word(word)
        .ok_or_else(|| format!("没有“{word}”规则集；可写：{}", Profile::ALL.map(Profile::word).join("、")))
}

fn fixes(word: &str) -> Result<Fixes, String> {
    match word {
        "safe" => Ok(Fixes::Safe),
        "all" => Ok(Fixes::All),
        _ => Err(format!("没有“{word}”；可写：--fix 或 --fix=all")),
    }
}

/// More threads than this only cost memory, whatever the machine.
const MOST_JOBS: usize = 256;

fn jobs(word: &str) -> Result<usize, String> {
    let count = word.parse().ok().filter(|count| (1..=MOST_JOBS).contains(count));
    count.ok_or_else(|| format!("要写 1 到 {MOST_JOBS} 的整数"))
}

/// More shards than this are no longer a matter of one configuration.
const MOST_SHARDS: usize = 64;

fn shards(word: &str) -> Result<usize, String> {
    let count = word.parse().ok().filter(|count| (1..=MOST_SHARDS).contains(count));
    count.ok_or_else(|| format!("要写 1 到 {MOST_SHARDS} 的整数"))
}

fn count(word: &str) -> Result<usize, String> {
    word.parse().ok().filter(|&count| count > 0).ok_or_else(|| "要写大于 0 的整数".to_owned())
}

fn fail_on(word: &str) -> Result<FailOn, String> {
    if word == "never" {
        return Ok(FailOn(None));
    }
    Level::from_word(word)
        .map(|level| FailOn(Some(level)))
        .ok_or_else(|| format!("没有“{word}”这一级；可写：error、warning、advice、never"))
}
