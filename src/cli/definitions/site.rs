//! The definitions as a static website: one page each at a stable address, and an index.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use color_eyre::Result;
use color_eyre::eyre::WrapErr as _;

use super::{Shown, facts, query};
use crate::domain::text::sanitised;

const STYLE: &str = "body{max-width:46em;margin:2em auto;padding:0 1em;font:1em/1.5 sans-serif}\
                     dt{font-weight:bold;margin-top:.6em}dd{margin:0;overflow-wrap:anywhere}\
                     pre{overflow-x:auto;padding:1em;border:1px solid #888}\
                     td,th{text-align:left;padding:.1em 1em .1em 0;vertical-align:top}";

/// Writes `index.html` and `<code>.html` for each definition into `folder`, which is made if need be.
pub fn write(folder: &Path, shown: &[Shown]) -> Result<()> {
    fs::create_dir_all(folder).wrap_err_with(|| format!("cannot make the folder {}", folder.display()))?;
    let put = |name: &str, html: &str| {
        let path = folder.join(name);
        fs::write(&path, html).wrap_err_with(|| format!("cannot write {}", path.display()))
    };
    for one in shown {
        put(&format!("{}.html", one.definition.code), &page(one)?)?;
    }
    put("index.html", &index(shown)?)
}

fn page(one: &Shown) -> Result<String> {
    let d = one.definition;
    let mut body =
        format!("<p><a href=\"index.html\">All definitions</a></p>\n<h1>{}</h1>\n", escaped(&d.title));
    writeln!(body, "<p><code>{}</code></p>\n<dl>", d.code)?;
    for (name, value) in facts(one) {
        writeln!(body, "<dt>{name}</dt><dd>{}</dd>", escaped(&value))?;
    }
    let sql: Vec<String> = query(d).lines().map(escaped).collect();
    writeln!(body, "</dl>\n<pre><code>{}</code></pre>", sql.join("\n"))?;
    Ok(document(&d.title, &body))
}

fn index(shown: &[Shown]) -> Result<String> {
    let mut body = "<h1>Definitions of experiences</h1>\n\
                    <p>Experience, not competence: a count says what a resident has met, not how well.</p>\n"
        .to_owned();
    for same in shown.chunk_by(|a, b| a.definition.group == b.definition.group) {
        if let [first, ..] = same {
            writeln!(body, "<h2>{}</h2>\n<table>", first.definition.group)?;
        }
        for one in same {
            let d = one.definition;
            let minimum = one.minimum.map(|m| format!(" Minimum: {m}.")).unwrap_or_default();
            writeln!(
                body,
                "<tr><th><a href=\"{}.html\">{}</a></th><td>{}{minimum}</td><td>{}</td></tr>",
                d.code,
                escaped(&d.title),
                escaped(&d.summary),
                d.status
            )?;
        }
        body.push_str("</table>\n");
    }
    Ok(document("Definitions of experiences", &body))
}

fn document(title: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n",
        escaped(title)
    )
}

/// Makes text safe anywhere in HTML.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in sanitised(text).chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}
