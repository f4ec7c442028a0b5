//! The commands of step 2.6: what each answers; knows nothing about connections.
//!
//! A message is one command: a word that begins with `/`, then, after white space, what it is
//! about. A word of its own is what makes such messages easy to tell apart: `/mexxx` is not `/me`.

use crate::message::text;
use crate::session::Reply;

/// The command that ends a conversation.
pub const BYE: &str = "/bye";

/// Who somebody is who has not said it.
const NOBODY: &str = "Anonyme";

/// The longest pseudo, in characters.
const LONGEST_PSEUDO: usize = 32;

const HELP: &str = "\
Commandes :
/pseudo <nom> : choisir son pseudo
/me <action> : dire ce que l'on fait
/all <message> : parler à tous
/bye : partir
/help : cette aide";

/// What the server knows about one client.
#[derive(Debug)]
pub struct Visitor {
    pseudo: String,
}

impl Default for Visitor {
    fn default() -> Self {
        Self { pseudo: NOBODY.to_owned() }
    }
}

impl Visitor {
    /// Does what the message says; returns what to tell the visitor.
    pub fn reply(&mut self, message: &[u8]) -> Reply {
        let message = text(message);
        let (word, rest) = split(&message);
        let pseudo = &self.pseudo;
        let answer = match (word.to_lowercase().as_str(), rest) {
            ("/pseudo", "") => usage("/pseudo <nom>"),
            ("/pseudo", name) => self.rename(name),
            ("/me", "") => usage("/me <action>"),
            ("/me", action) => format!("* {pseudo} {action}"),
            ("/all", "") => usage("/all <message>"),
            ("/all", message) => format!("[{pseudo}] {message}"),
            (BYE, _) => return Reply::Farewell(format!("À bientôt {pseudo} !").into_bytes()),
            ("/help", _) => HELP.to_owned(),
            (unknown, _) if unknown.starts_with('/') => {
                // As typed, but not more of it than fits on a line.
                format!("Commande inconnue : {word:.32}. Tapez /help pour la liste des commandes")
            }
            _ => "Un message commence par une commande, par exemple /all. Tapez /help pour la liste".to_owned(),
        };
        Reply::Answer(answer.into_bytes())
    }

    fn rename(&mut self, name: &str) -> String {
        // A pseudo is shown in the middle of other texts: it must not fill or break their line.
        if name.chars().count() > LONGEST_PSEUDO || name.contains(char::is_control) {
            return format!("Pseudo refusé : au plus {LONGEST_PSEUDO} caractères, sur une seule ligne");
        }
        name.clone_into(&mut self.pseudo);
        format!("Bonjour {name} !")
    }
}

/// Whether the message is the one that ends a conversation.
pub fn is_bye(message: &[u8]) -> bool {
    split(&text(message)).0.to_lowercase() == BYE
}

/// The first word and what comes after it.
fn split(message: &str) -> (&str, &str) {
    let message = message.trim();
    let (word, rest) = message.split_once(char::is_whitespace).unwrap_or((message, ""));
    (word, rest.trim_start())
}

fn usage(command: &str) -> String {
    format!("Utilisation : {command}")
}

#[cfg(test)]
mod tests {
    use super::{Visitor, is_bye};
    use crate::session::Reply;

    fn answer(visitor: &mut Visitor, message: impl AsRef<[u8]>) -> String {
        match visitor.reply(message.as_ref()) {
            Reply::Answer(answer) => String::from_utf8(answer).expect("UTF-8"),
            farewell => unreachable!("{farewell:?}"),
        }
    }

    /// A visitor whose pseudo is Ginette.
    fn ginette() -> Visitor {
        let mut visitor = Visitor::default();
        assert_eq!(answer(&mut visitor, "/pseudo Ginette"), "Bonjour Ginette !");
        visitor
    }

    #[test]
    fn commands_answer_with_the_pseudo() {
        for (mut visitor, name) in [(Visitor::default(), "Anonyme"), (ginette(), "Ginette")] {
            assert_eq!(answer(&mut visitor, "/me applaudit"), format!("* {name} applaudit"));
            assert_eq!(answer(&mut visitor, "/all Salut tout le monde !"), format!("[{name}] Salut tout le monde !"));
            assert_eq!(visitor.reply(b"/bye"), Reply::Farewell(format!("À bientôt {name} !").into_bytes()));
        }
    }

    #[test]
    fn the_case_of_a_command_and_the_space_around_it_do_not_matter() {
        for message in ["/ALL Salut", "/All Salut", " /all   Salut \r\n", "/aLL\tSalut"] {
            assert_eq!(answer(&mut ginette(), message), "[Ginette] Salut");
        }
        assert_eq!(answer(&mut ginette(), "/all deux  espaces"), "[Ginette] deux  espaces");
        for message in ["/bye", "/BYE", "/bye\n", "/bye tout le monde"] {
            assert!(matches!(ginette().reply(message.as_bytes()), Reply::Farewell(_)), "{message:?}");
            assert!(is_bye(message.as_bytes()), "{message:?}");
        }
    }

    #[test]
    fn help_names_every_command() {
        let help = answer(&mut ginette(), "/help");
        for command in ["/pseudo", "/me", "/all", "/bye", "/help"] {
            assert!(help.contains(command), "{command}: {help}");
        }
    }

    #[test]
    fn an_unknown_command_is_named_and_points_to_help() {
        for command in ["/xyz", "/mexxx", "/byebye", "/", "//", "/🦀", "/Me_Voici"] {
            let answer = answer(&mut ginette(), format!("{command} applaudit"));
            assert!(answer.contains("inconnue") && answer.contains("/help"), "{answer}");
            assert!(answer.contains(&format!(" : {command}. ")), "{answer}");
            assert!(!is_bye(command.as_bytes()));
        }
        assert!(answer(&mut ginette(), format!("/{}", "🦀".repeat(10_000))).len() < 1024);
    }

    #[test]
    fn a_command_with_nothing_after_it_shows_its_usage() {
        for command in ["/me", "/all", "/pseudo"] {
            for message in [command.to_owned(), format!("{command}  "), command.to_uppercase()] {
                let answer = answer(&mut ginette(), &message);
                assert!(answer.contains("Utilisation") && answer.contains(command), "{answer}");
            }
        }
    }

    #[test]
    fn plain_text_is_told_that_messages_begin_with_a_command() {
        for message in [b"bonjour".as_slice(), b"fin", b"me /me", b" ", b"\xFF\xFE"] {
            let answer = answer(&mut ginette(), message);
            assert!(answer.contains("commence par une commande") && answer.contains("/help"), "{answer}");
        }
    }

    #[test]
    fn a_pseudo_that_would_break_a_line_is_refused_and_the_old_one_kept() {
        let mut visitor = ginette();
        for name in ["x".repeat(33), "a\nb".to_owned(), "a\u{7}".to_owned()] {
            assert!(answer(&mut visitor, format!("/pseudo {name}")).contains("refusé"));
        }
        assert_eq!(answer(&mut visitor, "/me reste"), "* Ginette reste");
        let longest = "é".repeat(32);
        assert_eq!(answer(&mut visitor, format!("/pseudo {longest}")), format!("Bonjour {longest} !"));
        assert_eq!(answer(&mut visitor, "/pseudo Zoé de Nîmes"), "Bonjour Zoé de Nîmes !");
    }
}
