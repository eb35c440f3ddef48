//! The arguments of `search` and `compare`.

use clap::Args;

use super::{ReportFormat, Sources, count, date};
use crate::law::{Date, Status};

#[derive(Debug, Args)]
pub(in crate::cli) struct SearchArgs {
    #[arg(value_name = "词语", help = "要找的词语、问题或条款；引号里的原样查找", help_heading = "要找的")]
    pub(in crate::cli) words: Vec<String>,
    #[arg(long, help = "从标准输入读，一行一问，一行一答（JSON）", help_heading = "要找的")]
    pub(in crate::cli) stdin: bool,
    #[arg(
        long,
        value_name = "条数",
        value_parser = count,
        default_value_t = 10,
        hide_default_value = true,
        help = "最多几条，默认 10",
        help_heading = "要找的"
    )]
    pub(in crate::cli) limit: usize,
    #[arg(long, help = "不找同义的词", help_heading = "要找的")]
    pub(in crate::cli) no_synonyms: bool,
    #[command(flatten)]
    pub(in crate::cli) within: Within,
    #[arg(long, value_enum, value_name = "格式", default_value_t = ReportFormat::Human, hide_default_value = true, hide_possible_values = true, help = "输出格式：human、json", help_heading = "输出")]
    pub(in crate::cli) format: ReportFormat,
    #[arg(
        long,
        conflicts_with = "format",
        help = "按公文引用的写法输出，可直接粘贴：《限时办结制度》第三条：“……”",
        help_heading = "输出"
    )]
    pub(in crate::cli) cite: bool,
    #[command(flatten)]
    pub(in crate::cli) sources: Sources,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct CompareArgs {
    #[arg(value_name = "词语", required = true, help = "要比较的事，如 投诉", help_heading = "要比的")]
    pub(in crate::cli) words: Vec<String>,
    #[arg(long, help = "不找同义的词", help_heading = "要比的")]
    pub(in crate::cli) no_synonyms: bool,
    #[command(flatten)]
    pub(in crate::cli) within: Within,
    #[arg(long, value_enum, value_name = "格式", default_value_t = ReportFormat::Human, hide_default_value = true, hide_possible_values = true, help = "输出格式：human、json", help_heading = "输出")]
    pub(in crate::cli) format: ReportFormat,
    #[command(flatten)]
    pub(in crate::cli) sources: Sources,
}

/// Which regulations are looked into.
#[derive(Debug, Default, Args)]
pub(in crate::cli) struct Within {
    #[arg(
        long,
        value_name = "规章",
        help = "只在这部规章里找（编号或名称），可写多次",
        help_heading = "在哪里找"
    )]
    pub(in crate::cli) regulation: Vec<String>,
    #[arg(
        long,
        value_name = "类别",
        value_delimiter = ',',
        help = "只在这些类别里找，如 服务制度",
        help_heading = "在哪里找"
    )]
    pub(in crate::cli) category: Vec<String>,
    #[arg(
        long,
        value_name = "单位",
        value_delimiter = ',',
        help = "只找这些单位制定的",
        help_heading = "在哪里找"
    )]
    pub(in crate::cli) issuer: Vec<String>,
    #[arg(long, value_name = "状态", value_delimiter = ',', value_parser = status, help = "现行、已修订、已废止，或 全部；不写时只找 --as-of 那天有效的", help_heading = "在哪里找")]
    pub(in crate::cli) status: Vec<States>,
    #[arg(long, value_name = "日期", value_parser = date, help = "这一天以后（含）施行的", help_heading = "在哪里找")]
    pub(in crate::cli) effective_after: Option<Date>,
    #[arg(long, value_name = "日期", value_parser = date, help = "这一天以前（含）施行的", help_heading = "在哪里找")]
    pub(in crate::cli) effective_before: Option<Date>,
}

/// States of regulations: one of them, or `None` for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) struct States(pub(in crate::cli) Option<Status>);

fn status(word: &str) -> Result<States, String> {
    if word == "全部" || word == "all" {
        return Ok(States(None));
    }
    let names = Status::ALL.map(Status::name).join("、");
    Status::from_name(word)
        .map(|status| States(Some(status)))
        .ok_or_else(|| format!("没有“{word}”这个状态；可写：{names}、全部"))
}
