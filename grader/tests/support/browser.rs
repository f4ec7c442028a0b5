//! A headless Chromium, driven through its debugging pipe.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use nix::sys::stat::Mode;
use serde_json::{Value, json};

/// Names under which it is installed.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
/// Only so that a browser that hangs does not hold the tests up for ever.
const NET: &str = "300";

/// The browser that `BROWSER` names, which must then be there, or else one of the usual ones; `None`, said
/// aloud, where there is none. `.ci/run` names one.
pub(crate) fn find() -> Option<PathBuf> {
    if let Some(name) = std::env::var_os("BROWSER").filter(|name| !name.is_empty()) {
        return Some(name.into());
    }
    let found = NAMES.iter().find_map(|name| grader::sandbox::find_in_path(name));
    if found.is_none() {
        println!("left out, no browser here (Debian: apt-get install chromium): pages are not looked at in one");
    }
    found
}

/// A browser with one page open.
pub(crate) struct Browser {
    child: Child,
    to: File,
    from: BufReader<File>,
    folder: tempfile::TempDir,
    session: String,
    next: u64,
    loaded: bool,
    /// Errors and warnings of the console, and whatever was fetched that is no file.
    pub(crate) complaints: Vec<String>,
}

impl Browser {
    pub(crate) fn open(program: &Path) -> Browser {
        let folder = tempfile::tempdir().unwrap();
        let (inward, outward) = (folder.path().join("in"), folder.path().join("out"));
        for path in [&inward, &outward] {
            nix::unistd::mkfifo(path, Mode::S_IRUSR | Mode::S_IWUSR).unwrap();
        }
        // The browser reads commands from descriptor 3 and writes to 4. Its own sandbox is not what is
        // tested here, and is not to be had in every container.
        let script = "exec timeout -s KILL \"$0\" \"$@\" 3<\"$INWARD\" 4>\"$OUTWARD\"";
        let mut command = Command::new("sh");
        command.args(["-c", script, NET]).arg(program);
        command.args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]);
        command.args(["--disable-extensions", "--remote-debugging-pipe"]);
        command.arg(format!("--user-data-dir={}", folder.path().join("profile").display()));
        command.env("INWARD", &inward).env("OUTWARD", &outward).env("HOME", folder.path());
        let errors = File::create(folder.path().join("errors")).unwrap();
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(errors);
        let child = command.spawn().unwrap();
        let to = File::options().write(true).open(&inward).unwrap();
        let from = BufReader::new(File::open(&outward).unwrap());
        let mut browser =
            Browser { child, to, from, folder, session: String::new(), next: 0, loaded: false, complaints: vec![] };
        let target = browser.call("Target.createTarget", json!({ "url": "about:blank" }));
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        browser.session = browser.call("Target.attachToTarget", attach)["sessionId"].as_str().unwrap().to_owned();
        for domain in ["Page", "Runtime", "Log", "Network"] {
            browser.call(&format!("{domain}.enable"), json!({}));
        }
        browser
    }

    /// Sends a command and gives its result.
    pub(crate) fn call(&mut self, method: &str, params: Value) -> Value {
        self.next += 1;
        let mut message = json!({ "id": self.next, "method": method, "params": params });
        if !self.session.is_empty() {
            message["sessionId"] = self.session.clone().into();
        }
        self.to.write_all(format!("{message}\0").as_bytes()).unwrap();
        loop {
            let answer = self.read();
            if answer["id"] == self.next {
                assert!(answer["error"].is_null(), "{method}: {}", answer["error"]);
                return answer["result"].clone();
            }
        }
    }

    fn read(&mut self) -> Value {
        let mut bytes = Vec::new();
        self.from.read_until(0, &mut bytes).unwrap();
        if bytes.pop() != Some(0) {
            let mut errors = String::new();
            let _ = File::open(self.folder.path().join("errors")).and_then(|mut f| f.read_to_string(&mut errors));
            panic!("the browser has ended: {errors}");
        }
        let message: Value = serde_json::from_slice(&bytes).unwrap();
        let params = &message["params"];
        match message["method"].as_str() {
            Some("Page.loadEventFired") => self.loaded = true,
            Some("Runtime.exceptionThrown") => self.complaints.push(params["exceptionDetails"].to_string()),
            Some("Runtime.consoleAPICalled") => self.complaints.push(params["args"].to_string()),
            Some("Log.entryAdded") => self.complaints.push(params["entry"]["text"].to_string()),
            Some("Network.requestWillBeSent") => {
                let url = params["request"]["url"].as_str().unwrap_or_default();
                if !url.starts_with("file:") {
                    self.complaints.push(format!("fetched {url}"));
                }
            }
            _ => {}
        }
        message
    }

    /// Opens a file, with a fragment or none, and waits until it is loaded.
    pub(crate) fn visit(&mut self, file: &Path, fragment: &str) {
        let bytes = file.to_str().unwrap().bytes();
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"/._-".contains(&b);
        let part = |b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") };
        let path: String = bytes.map(part).collect();
        // The same file with another fragment would not be loaded again.
        for url in ["about:blank".to_owned(), format!("file://{path}{fragment}")] {
            self.loaded = false;
            let went = self.call("Page.navigate", json!({ "url": url }));
            assert!(went["errorText"].is_null(), "{url}: {went}");
            while !self.loaded {
                self.read();
            }
        }
    }

    /// The value of an expression on the page.
    pub(crate) fn value(&mut self, expression: &str) -> Value {
        let result = self
            .call("Runtime.evaluate", json!({ "expression": expression, "returnByValue": true, "userGesture": true }));
        assert!(result["exceptionDetails"].is_null(), "{expression}: {}", result["exceptionDetails"]);
        result["result"]["value"].clone()
    }

    /// A window of this size, in a colour scheme.
    pub(crate) fn look(&mut self, (width, height): (u32, u32), scheme: &str) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.call("Emulation.setDeviceMetricsOverride", size);
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }, { "name": "prefers-reduced-motion", "value": "reduce" }]);
        self.call("Emulation.setEmulatedMedia", json!({ "features": features }));
    }

    /// A key on the keyboard.
    pub(crate) fn press(&mut self, key: &str, code: u32, text: &str) {
        let event = json!({ "type": "keyDown", "key": key, "code": key, "windowsVirtualKeyCode": code, "text": text });
        self.call("Input.dispatchKeyEvent", event);
        self.call(
            "Input.dispatchKeyEvent",
            json!({ "type": "keyUp", "key": key, "code": key, "windowsVirtualKeyCode": code }),
        );
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.to.write_all(b"{\"id\":0,\"method\":\"Browser.close\"}\0");
        let _ = self.child.wait();
    }
}
