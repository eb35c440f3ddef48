//! Wrong arguments, said in Chinese.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::{exit::Exit, output};

/// Prints help, version, or what is wrong with the arguments.
pub(super) fn explain(error: &clap::Error) -> Exit {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            return output::out(&error.render().to_string().replace("[OPTIONS]", "[选项]"));
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            output::err(&error.render().to_string());
            return Exit::Failed;
        }
        _ => {}
    }
    let context = |kind| error.get(kind).map(words);
    let argument = context(ContextKind::InvalidArg).unwrap_or_default();
    let value = context(ContextKind::InvalidValue).unwrap_or_default();
    let mut message = match error.kind() {
        ErrorKind::UnknownArgument => format!("没有 {argument} 这个选项"),
        ErrorKind::InvalidSubcommand => {
            format!("没有“{}”这个命令", context(ContextKind::InvalidSubcommand).unwrap_or_default())
        }
        ErrorKind::MissingRequiredArgument => format!("还缺：{argument}"),
        ErrorKind::MissingSubcommand => "还要写一个命令".to_owned(),
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} 不能是空的，要写一个值"),
        ErrorKind::InvalidValue => format!("{argument} 不能写“{value}”"),
        ErrorKind::ValueValidation => {
            let source = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
            let number = source.contains("digit") || source.contains("number");
            format!("{argument} 不能写“{value}”：{}", if number { "要写整数".to_owned() } else { source })
        }
        ErrorKind::TooManyValues | ErrorKind::ArgumentConflict | ErrorKind::WrongNumberOfValues => {
            format!("{argument} 写多了")
        }
        _ => "参数写法不对".to_owned(),
    };
    if let Some(known) = context(ContextKind::ValidValue).filter(|known| !known.is_empty()) {
        message.push_str(&format!("；可写：{known}"));
    }
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
        .into_iter()
        .find_map(context);
    if let Some(near) = near.filter(|near| !near.is_empty()) {
        message.push_str(&format!("。是不是想写 {near}？"));
    }
    output::err(&format!("guiju：{message}\n用 guiju -h 看用法。\n"));
    Exit::Failed
}

fn words(value: &ContextValue) -> String {
    match value {
        ContextValue::String(word) => word.clone(),
        ContextValue::Strings(words) => words.join("、"),
        ContextValue::StyledStr(word) => word.to_string(),
        ContextValue::StyledStrs(words) => {
            words.iter().map(ToString::to_string).collect::<Vec<_>>().join("、")
        }
        ContextValue::Number(n) => n.to_string(),
        ContextValue::Bool(b) => b.to_string(),
        _ => String::new(),
    }
}
