//! What is set outside the command line: the environment.
//!
//! In: a flag's value and a way to look variables up. Out: the home folder and the language. It
//! deliberately knows no room; only commands read it and pass on what a room needs.

use std::ffi::OsString;
use std::path::PathBuf;

/// The folder of the archive: the flag, else `VANTHU_HOME`, else the user's own data folder.
///
/// `None` where the environment names no folder for a user's data.
pub fn home(flag: Option<PathBuf>, variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let set = |name: &str| variable(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let user = || {
        if cfg!(windows) {
            set("APPDATA")
        } else {
            set("XDG_DATA_HOME").filter(|folder| folder.is_absolute()).or_else(|| set("HOME").map(|home| home.join(".local/share")))
        }
    };
    flag.or_else(|| set("VANTHU_HOME")).or_else(|| user().map(|folder| folder.join("vanthu")))
}

/// Whether the locale is Vietnamese: the first of `LC_ALL`, `LC_MESSAGES`, `LANG` that is set decides.
pub fn vietnamese(variable: impl Fn(&str) -> Option<OsString>) -> bool {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| variable(name).filter(|value| !value.is_empty()))
        .is_some_and(|locale| locale.to_string_lossy().to_lowercase().starts_with("vi"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables(set: &'static [(&'static str, &'static str)]) -> impl Fn(&str) -> Option<OsString> {
        move |name| set.iter().find(|(key, _)| *key == name).map(|(_, value)| OsString::from(value))
    }

    #[test]
    fn the_flag_wins_over_the_environment() {
        assert_eq!(home(Some("/a".into()), variables(&[("VANTHU_HOME", "/b")])), Some("/a".into()));
        assert_eq!(home(None, variables(&[("VANTHU_HOME", "/b"), ("HOME", "/c")])), Some("/b".into()));
    }

    #[test]
    #[cfg(not(windows))]
    fn the_default_is_the_users_data_folder() {
        assert_eq!(home(None, variables(&[("HOME", "/c")])), Some("/c/.local/share/vanthu".into()));
        assert_eq!(home(None, variables(&[("HOME", "/c"), ("XDG_DATA_HOME", "/d")])), Some("/d/vanthu".into()));
        assert_eq!(home(None, variables(&[])), None);
    }

    #[test]
    fn the_locale_that_wins_decides_the_language() {
        assert!(vietnamese(variables(&[("LANG", "vi_VN.UTF-8")])));
        assert!(!vietnamese(variables(&[("LC_ALL", "C"), ("LANG", "vi_VN.UTF-8")])));
        assert!(!vietnamese(variables(&[])));
    }
}
