//! A folder, an archive in it, and the program run on them.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A short directive about digitising files.
pub(crate) const DIGITISE: &str = "ỦY BAN NHÂN DÂN\nTỈNH CÀ MAU\n\nSố: 417/UBND-NC\n\nCà Mau, ngày 05 tháng 3 năm 2024\n\n\
    V/v đẩy nhanh Số hóa hồ sơ\n\nKính gửi: Giám đốc các sở, ban, ngành\n\n\
    Giao Sở Nội vụ hoàn thành việc Số hóa hồ sơ trước ngày 20/3/2024.\n\nNơi nhận:\n- Lưu: VT.\n";
/// A short report about roads; also writes thủ tục hành chính by its short form.
pub(crate) const ROADS: &str = "SỞ GIAO THÔNG VẬN TẢI\n\nSố: 88/BC-SGTVT\n\nCần Thơ, ngày 10 tháng 4 năm 2024\n\nBÁO CÁO\n\
    Tình hình sửa chữa đường bộ\n\nĐã giải quyết 12 TTHC; đường hoa ven sông chưa so đo được.\n";

/// A number that the environment sets, for tests that run longer than the others.
pub(crate) fn setting<T: std::str::FromStr>(name: &str, otherwise: T) -> T {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(otherwise)
}

/// A temporary folder with an archive.
pub(crate) struct Office {
    folder: TempDir,
}

impl Office {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// An office whose archive holds the two documents above.
    pub(crate) fn with_documents() -> Self {
        let office = Self::new();
        office.file("in/so-hoa.txt", DIGITISE.as_bytes());
        office.file("in/duong-bo.txt", ROADS.as_bytes());
        let output = office.run(&["ingest", "in"]);
        assert!(output.status.success(), "{}", text(&output.stderr));
        office
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn home(&self) -> PathBuf {
        self.path("home")
    }

    pub(crate) fn file(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program(self.folder.path());
        command.args(arguments).env("VANTHU_HOME", self.home());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs, expects success, and reads what was printed as JSON.
    pub(crate) fn json(&self, arguments: &[&str]) -> serde_json::Value {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// The names of the files that a search finds, the best first.
    pub(crate) fn found(&self, query: &str) -> Vec<String> {
        let hits = self.json(&["search", "--json", query]);
        hits["hits"].as_array().unwrap().iter().map(|hit| hit["file_name"].as_str().unwrap().to_owned()).collect()
    }
}

fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vanthu"));
    command.current_dir(folder).env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", "C.UTF-8").env_remove("VANTHU_PATTERNS");
    command
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Copies a folder with all that is in it.
pub(crate) fn copy_all(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_all(&path, &target);
        } else {
            std::fs::copy(&path, target).unwrap();
        }
    }
}
