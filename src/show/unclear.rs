//! Addresses of which nobody knows what they mean.

use crate::{
    corpus::{Corpus, Resolution},
    law::{Date, Regulation},
};

/// Why nothing is shown, and what to write instead.
pub fn unclear(wanted: &str, resolution: &Resolution<'_>, corpus: &Corpus, as_of: Date) -> String {
    let list = |several: &[&Regulation]| {
        several.iter().map(|r| title(corpus, r, as_of)).collect::<Vec<_>>().join("、")
    };
    match resolution {
        Resolution::NoSuchProvision(regulation, at) => {
            let articles = regulation.articles().count();
            // 第二章第三条, where the third article stands in another chapter.
            let named_outer = at.from_article() != *at;
            let article =
                at.article().filter(|_| named_outer).and_then(|article| regulation.provision(&article));
            let hint = article.map_or(String::new(), |article| format!("是不是{}？", article.at));
            format!("《{}》没有{at}，全文共 {articles} 条。{hint}", regulation.title)
        }
        Resolution::ManyProvisions(regulation, found) => {
            let places: Vec<String> = found.iter().map(|provision| provision.at.to_string()).collect();
            format!("“{wanted}”可能是《{}》的 {}，请写全。", regulation.title, places.join("、"))
        }
        Resolution::Many(several) if several.len() == 1 => {
            format!("“{wanted}”不能确定是不是 {}。要看它，请只写它的全名和条款。", list(several))
        }
        Resolution::Many(several) => format!("“{wanted}”可能是 {}，请写全名称。", list(several)),
        Resolution::Nameless(places, having) => {
            let places = places.iter().map(ToString::to_string).collect::<Vec<_>>().join("、");
            let which = if having.is_empty() {
                String::new()
            } else {
                format!("有{places}的，如 {}。", list(having))
            };
            format!("“{wanted}”没有写是哪一部规章，请在前面写上名称。{which}")
        }
        Resolution::None { nearest } if nearest.is_empty() => {
            format!("规章库里没有“{wanted}”。可以用 guiju search 按词语查找。")
        }
        Resolution::None { nearest } => {
            let hint = list(nearest);
            format!("规章库里没有“{wanted}”。是不是想看 {hint}？可以用 guiju search 按词语查找。")
        }
        Resolution::One(..) | Resolution::NotHeld(..) => String::new(),
    }
}

/// A title to choose from: one that does not apply any more says so.
fn title(corpus: &Corpus, regulation: &Regulation, as_of: Date) -> String {
    let ended = if corpus.ended(regulation, as_of).is_some() { "（已不适用）" } else { "" };
    format!("《{}》{ended}", regulation.title)
}
