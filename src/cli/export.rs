//! `corpus export`: the corpus for search engines and other legal systems.

use std::{io, path::Path};

use super::{
    args::{CorpusExportArgs, ExportFormat, Sources},
    exit::Exit,
    files,
    folder::{Folder, MANIFEST, Manifest},
    load::Loaded,
    output,
};
use crate::{
    corpus::export::{self, akoma, articles_of_all, bulk, json_line, sphinx},
    law::Regulation,
};

/// What users read in the folder.
const GUIDE: &str = "说明.md";
const SHARDS: usize = 3;

pub(super) fn run(args: &CorpusExportArgs) -> Exit {
    if args.shards.is_some() && !matches!(args.format, ExportFormat::EsBulk | ExportFormat::Sphinx) {
        output::err("guiju：--shards 只用于 es-bulk 和 sphinx。请去掉它，或者换一种格式。\n");
        return Exit::Failed;
    }
    if args.into.is_none() && args.format != ExportFormat::Jsonl {
        output::err("guiju：这种格式不止一个文件，请用 --into 写明放进哪个目录。\n");
        return Exit::Failed;
    }
    let sources = Sources {
        corpus: args.corpus.clone(),
        config: args.config.clone(),
        as_of: args.as_of,
        ..Sources::default()
    };
    let Some(loaded) = Loaded::new(&sources, Path::new(".")) else { return Exit::Failed };
    let regulations: Vec<&Regulation> = match args.as_of {
        Some(day) => loaded.corpus.in_force(day).collect(),
        None => loaded.corpus.regulations().iter().collect(),
    };
    if regulations.is_empty() {
        output::err("guiju：没有可以导出的规章。请检查 --corpus 和 --as-of。\n");
        return Exit::Failed;
    }
    let Some(into) = &args.into else {
        let lines = articles_of_all(regulations).map(|article| json_line(&article));
        return loaded.exit.max(output::lines(lines));
    };
    let export = Export { args, loaded: &loaded, regulations };
    let made = Folder::begin(into, args.force)
        .and_then(|folder| export.write(folder).map_err(|error| files::reason(&error)));
    match made {
        Ok(manifest) => loaded.exit.max(output::out(&summary(into, &manifest))),
        Err(reason) => {
            output::err(&format!("guiju：没有导出到 {}：{reason}。\n", into.display()));
            Exit::Failed
        }
    }
}

struct Export<'r> {
    args: &'r CorpusExportArgs,
    loaded: &'r Loaded,
    regulations: Vec<&'r Regulation>,
}

impl Export<'_> {
    /// Writes all files of the format.
    fn write(&self, mut folder: Folder) -> io::Result<Manifest> {
        let shards = self.args.shards.unwrap_or(SHARDS);
        let articles = match self.args.format {
            ExportFormat::Jsonl => self.json_lines(&mut folder),
            ExportFormat::EsBulk => self.bulk(&mut folder, shards),
            ExportFormat::Sphinx => self.sphinx(&mut folder, shards),
            ExportFormat::Akn => self.akoma(&mut folder),
        }?;
        let (format, guide) = match self.args.format {
            ExportFormat::Jsonl => ("jsonl", export::GUIDE),
            ExportFormat::EsBulk => ("es-bulk", bulk::GUIDE),
            ExportFormat::Sphinx => ("sphinx", sphinx::GUIDE),
            ExportFormat::Akn => ("akn", akoma::GUIDE),
        };
        folder.whole(GUIDE, guide)?;
        let mut ids: Vec<&str> = self.regulations.iter().map(|regulation| regulation.id.as_str()).collect();
        ids.dedup();
        folder.finish(Manifest {
            format: format.to_owned(),
            regulations: ids.len(),
            editions: self.regulations.len(),
            articles,
            files: Vec::new(),
        })
    }

    fn json_lines(&self, folder: &mut Folder) -> io::Result<usize> {
        let mut file = folder.file("articles.jsonl")?;
        for article in articles_of_all(self.regulations.iter().copied()) {
            file.add(&json_line(&article))?;
        }
        let articles = file.articles;
        folder.close(file)?;
        Ok(articles)
    }

    fn bulk(&self, folder: &mut Folder, shards: usize) -> io::Result<usize> {
        folder.whole("index.json", &bulk::index(shards))?;
        folder.whole("quickwit.yaml", bulk::QUICKWIT)?;
        let (mut articles, mut files) = (0, 1);
        let mut file = folder.file("bulk-001.ndjson")?;
        for article in articles_of_all(self.regulations.iter().copied()) {
            let lines = bulk::lines(&article);
            if file.articles > 0 && file.bytes + lines.len() as u64 > bulk::LARGEST_FILE as u64 {
                files += 1;
                let full = std::mem::replace(&mut file, folder.file(&format!("bulk-{files:03}.ndjson"))?);
                folder.close(full)?;
            }
            file.add(&lines)?;
            articles += 1;
        }
        folder.close(file)?;
        Ok(articles)
    }

    fn sphinx(&self, folder: &mut Folder, shards: usize) -> io::Result<usize> {
        let ports = sphinx::Ports::usual(shards);
        folder.whole("sphinx.conf", &sphinx::distributed(&ports))?;
        let mut files = Vec::with_capacity(shards);
        for (i, &port) in (1..).zip(&ports.shards) {
            folder.whole(&format!("shard-{i}/sphinx.conf"), &sphinx::shard(port))?;
            folder.whole(&format!("shard-{i}/{}", sphinx::WORDFORMS), &sphinx::wordforms())?;
            let mut file = folder.file(&format!("shard-{i}/{}", sphinx::DOCUMENTS))?;
            file.write(sphinx::HEAD)?;
            files.push(file);
        }
        let mut articles = 0;
        for article in articles_of_all(self.regulations.iter().copied()) {
            if let Some(file) = files.get_mut(articles % shards) {
                file.add(&sphinx::document(articles as u64 + 1, &article))?;
            }
            articles += 1;
        }
        for mut file in files {
            file.write(sphinx::TAIL)?;
            folder.close(file)?;
        }
        Ok(articles)
    }

    fn akoma(&self, folder: &mut Folder) -> io::Result<usize> {
        let all = self.loaded.corpus.regulations();
        let mut articles = 0;
        for regulation in self.regulations.iter().copied() {
            // Without the provisions, which a regulation would keep.
            let own = regulation.clone();
            // All editions of a regulation lie side by side, the earliest first.
            let first = all.partition_point(|other| other.id < own.id);
            let first = all.get(first).unwrap_or(regulation);
            let mut file = folder.file(&akoma::file_name(&own))?;
            file.write(&akoma::document(&own, first))?;
            file.articles = own.articles().count();
            articles += file.articles;
            folder.close(file)?;
        }
        Ok(articles)
    }
}

fn summary(into: &Path, manifest: &Manifest) -> String {
    let editions = match manifest.editions - manifest.regulations {
        0 => String::new(),
        _ => format!("（{} 个文本）", manifest.editions),
    };
    let bytes: u64 = manifest.files.iter().map(|entry| entry.bytes).sum();
    format!(
        "导出 {} 部规章{editions} {} 条，{} 个文件 {:.1} MB，在 {}。怎么用见其中的 {GUIDE}，对账见 {MANIFEST}。\n",
        manifest.regulations,
        manifest.articles,
        manifest.files.len() + 1,
        bytes as f64 / 1e6,
        into.display(),
    )
}
