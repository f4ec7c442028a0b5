//! The pages of a graded class in a real browser: they load from the disk without a complaint, sort, filter,
//! and keep hostile names and output text. Left out, aloud, where there is no Chromium.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on must fail")]

#[path = "support/browser.rs"]
mod browser;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use assert_cmd::Command;
use serde_json::{Value, json};

use browser::Browser;

/// Serves the time once, as the clock lab asks.
const SERVER: &str = "import socket, time\ns = socket.socket()\ns.setsockopt(1, 2, 1)\ns.bind(('', 63100))\ns.listen()\nc, a = s.accept()\nprint('accepted')\nc.sendall(time.strftime('%H:%M:%S\\n').encode())\nc.close()\n";
/// Shows what it receives.
const CLIENT: &str = "import socket\ns = socket.socket()\ns.connect(('127.0.0.1', 63100))\nwhile True:\n    d = s.recv(99)\n    if not d: break\n    print(d.decode())\n";
/// A name that would be an element.
const EVIL: &str = "<img src=x onerror=\"document.title='owned'\">&'";
/// What it sends and shows would be more of them.
const EVIL_TEXT: &str = "</code></svg><script>document.title='owned'</script><img src=x onerror=alert(1)>\\x1b[2J";

/// Five students in Moodle's folders and others: good, wrong, hostile, without a server, without anything.
fn graded() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let class = dir.path().join("class");
    let wrong = SERVER.replace("%H:%M:%S", "%H.%M.%S");
    let hostile = SERVER
        .replace("time.strftime('%H:%M:%S\\n')", &format!("\"{EVIL_TEXT}\""))
        .replace("accepted", &EVIL_TEXT.replace('\'', "\\'"));
    let submissions: [(&str, &[(&str, &str)]); 5] = [
        ("Zoé MARTIN_12_assignsubmission_file_", &[("serveur.py", SERVER), ("client.py", CLIENT)]),
        ("Ali BEN_7_assignsubmission_file_", &[("serveur.py", &wrong), ("client.py", CLIENT)]),
        (EVIL, &[("serveur.py", &hostile), ("client<b>.py", CLIENT)]),
        ("Bea", &[("client.py", CLIENT)]),
        ("Noé", &[("notes.txt", "rien")]),
    ];
    for (name, files) in submissions {
        let folder = class.join(name);
        fs::create_dir_all(&folder).unwrap();
        for (file, text) in files {
            fs::write(folder.join(file), text).unwrap();
        }
    }
    let labs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/labs");
    let mut command = Command::new(env!("CARGO_BIN_EXE_grader"));
    command.env("LC_ALL", "C.UTF-8").timeout(Duration::from_secs(300)).arg("grade").arg(&class);
    command.arg("-o").arg(dir.path().join("out")).arg("--labs").arg(labs);
    command.args(["--lab", "clock", "--step", "1", "--lang", "en"]).assert().code(0);
    dir
}

/// Names of the rows that are shown, in order.
fn shown(browser: &mut Browser) -> Vec<String> {
    let rows = "[...document.querySelectorAll('#heat tbody tr:not([hidden])')].map(r => r.cells[0].querySelector('a').textContent)";
    browser.value(rows).as_array().unwrap().iter().map(|n| n.as_str().unwrap().to_owned()).collect()
}

/// Words of a diagram that lie over others, or out of it.
const OVERLAPS: &str = "[...document.querySelectorAll('.diagram svg')].flatMap(svg => {
    for (let up = svg.parentElement; up; up = up.parentElement) if (up.tagName === 'DETAILS') up.open = true;
    const edge = svg.getBoundingClientRect();
    const all = [...svg.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()]);
    const out = all.filter(([, r]) => r.left < edge.left - 1 || r.right > edge.right + 1 || r.bottom > edge.bottom + 1);
    const over = all.filter(([, a], i) => all.some(([, b], j) => j > i &&
        Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4));
    return [...out, ...over].map(([text]) => text);
})";

#[test]
fn a_class_s_pages_work_from_the_disk_and_nothing_hostile_runs() {
    let Some(program) = browser::find() else { return };
    let dir = graded();
    let html = dir.path().join("out/html");
    let mut browser = Browser::open(&program);
    let index = html.join("index.html");
    looks_right(&mut browser, &html, &index);
    filters(&mut browser, &index);
    sorts(&mut browser, &index);
    assert!(browser.complaints.is_empty(), "{:#?}", browser.complaints);
}

/// Every page, light and dark, wide and narrow.
fn looks_right(browser: &mut Browser, html: &Path, index: &Path) {
    let students = fs::read_dir(html.join("student")).unwrap().map(|e| e.unwrap().path());
    let pages: Vec<PathBuf> = std::iter::once(index.to_owned()).chain(students).collect();
    assert_eq!(pages.len(), 6);
    let (mut names, mut drawn, mut shown) = (Vec::new(), 0, String::new());
    for page in &pages {
        let mut grounds = Vec::new();
        for (size, scheme) in [((1400, 900), "light"), ((400, 800), "dark")] {
            browser.look(size, scheme);
            browser.visit(page, "");
            let wide = browser.value("document.documentElement.scrollWidth").as_u64().unwrap();
            assert!(wide <= size.0.into(), "{} is {wide} wide", page.display());
            grounds.push(browser.value("getComputedStyle(document.body).backgroundColor"));
        }
        assert_ne!(grounds[0], grounds[1], "light and dark");
        assert_eq!(browser.value(OVERLAPS), json!([]), "{}", page.display());
        drawn += browser.value("document.querySelectorAll('.diagram svg .note text').length").as_u64().unwrap();
        shown += browser.value("document.body.textContent").as_str().unwrap();
        assert_ne!(browser.value("document.title"), "owned");
        let strange = "document.querySelectorAll('img, script:not(:last-child), [onerror], iframe, b').length";
        assert_eq!(browser.value(strange), 0, "{}", page.display());
        let headings = browser.value("[...document.querySelectorAll('h1')].map(h => h.textContent)");
        assert_eq!(headings.as_array().unwrap().len(), 1);
        names.push(headings[0].as_str().unwrap().to_owned());
        links(browser, page);
    }
    assert!(names.contains(&EVIL.to_owned()), "{names:?}");
    assert!(drawn >= 3, "only {drawn} words of exchanges were measured");
    assert!(shown.contains("<script>document.title='owned'</script>"), "what it showed is told");
}

/// Every link of the page leads to a file and a place in it.
fn links(browser: &mut Browser, page: &Path) {
    let hrefs = browser.value("[...document.querySelectorAll('a[href]')].map(a => decodeURIComponent(a.href))");
    for href in hrefs.as_array().unwrap() {
        let href = href.as_str().unwrap().strip_prefix("file://").unwrap();
        let (file, place) = href.split_once('#').unwrap_or((href, ""));
        let text = fs::read_to_string(file).unwrap_or_else(|e| panic!("{}: {href}: {e}", page.display()));
        assert!(place.is_empty() || text.contains(&format!("id=\"{place}\"")), "{}: {href}", page.display());
    }
}

fn filters(browser: &mut Browser, index: &Path) {
    browser.look((1400, 900), "light");
    browser.visit(index, "");
    assert_eq!(shown(browser).len(), 5);
    // Typed on a keyboard, without the accent.
    browser.value("document.getElementById('find').focus()");
    browser.press("n", 78, "n");
    browser.press("o", 79, "o");
    browser.press("e", 69, "e");
    assert_eq!(shown(browser), ["Noé"]);
    assert_eq!(browser.value("location.hash"), "#find=noe");
    assert_eq!(browser.value("document.getElementById('count').textContent"), "1 of 5 students");
    // The address keeps it.
    browser.visit(index, "#find=MARTIN");
    assert_eq!(shown(browser), ["Zoé MARTIN"]);
    browser.visit(index, "#find=nobody%20at%20all");
    assert!(shown(browser).is_empty());
    assert_eq!(browser.value("document.getElementById('nobody').hidden"), false);
    browser.value("document.getElementById('reset').click()");
    assert_eq!(shown(browser).len(), 5);
    // One fault's students.
    let pick = "const pick = [...document.querySelectorAll('.pick')].find(p => p.closest('li').textContent.includes('step.no-program'))";
    browser.value(&format!("(() => {{ {pick}; pick.click(); return pick.getAttribute('aria-pressed'); }})()"));
    assert_eq!(shown(browser), ["Bea", "Noé"]);
    browser.visit(index, "#show=low");
    assert!(!shown(browser).contains(&"Zoé MARTIN".to_owned()) && shown(browser).len() >= 2);
    let cells = "document.querySelectorAll('#heat tbody tr:first-child td:not([hidden])').length";
    browser.visit(index, "#step=points");
    assert_eq!(browser.value(cells), 2, "the mark and the step's points");
    browser.visit(index, "#step=%3D1");
    assert_eq!(browser.value(cells), 4, "and both scenarios");
}

fn sorts(browser: &mut Browser, index: &Path) {
    browser.visit(index, "");
    let by_name = shown(browser);
    let marks = "[...document.querySelectorAll('#heat tbody tr')].map(r => Number(r.cells[1].dataset.value || -1))";
    let numbers =
        |value: &Value| -> Vec<f64> { value.as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect() };
    // By the keyboard alone.
    browser.value("document.querySelector('th[data-sort=mark] button').focus()");
    browser.press("Enter", 13, "\r");
    let falling = numbers(&browser.value(marks));
    assert!(falling.is_sorted_by(|a, b| a >= b) && falling[0] == 20.0, "{falling:?}");
    assert_eq!(browser.value("document.querySelector('th[data-sort=mark]').getAttribute('aria-sort')"), "descending");
    assert_eq!(browser.value("document.querySelector('th[data-sort=name]').getAttribute('aria-sort')"), Value::Null);
    browser.press("Enter", 13, "\r");
    assert!(numbers(&browser.value(marks)).is_sorted());
    assert_eq!(shown(browser).len(), by_name.len(), "nobody is lost");
    browser.visit(index, "#sort=name&down=1");
    assert_eq!(shown(browser), by_name.into_iter().rev().collect::<Vec<_>>());
}
