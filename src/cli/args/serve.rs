//! The arguments of the web page.

use std::net::IpAddr;

use clap::Args;

use super::{Choice, Sources};

#[derive(Debug, Args)]
pub(in crate::cli) struct ServeArgs {
    #[arg(
        long,
        value_name = "端口",
        default_value_t = 8700,
        help = "端口，默认 8700；0 是随便一个空着的",
        hide_default_value = true,
        help_heading = "网页"
    )]
    pub(in crate::cli) port: u16,
    #[arg(long, help = "启动后打开浏览器", help_heading = "网页")]
    pub(in crate::cli) open: bool,
    #[arg(
        long,
        value_name = "地址",
        help = "监听的地址，默认 127.0.0.1；别的地址须加 --allow-remote 和 --host",
        help_heading = "网页"
    )]
    pub(in crate::cli) address: Option<IpAddr>,
    #[arg(
        long,
        requires = "host",
        help = "让别的电脑访问；网址里带一次性的 token，不要发给无关的人。不加密，只用在可信的内网",
        help_heading = "网页"
    )]
    pub(in crate::cli) allow_remote: bool,
    #[arg(
        long,
        value_name = "主机名",
        value_delimiter = ',',
        help = "别的电脑用什么主机名或地址访问，可带端口",
        help_heading = "网页"
    )]
    pub(in crate::cli) host: Vec<String>,
    #[command(flatten)]
    pub(in crate::cli) choice: Choice,
    #[command(flatten)]
    pub(in crate::cli) sources: Sources,
}
