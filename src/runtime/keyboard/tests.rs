use super::*;

/// Keys as crossterm tells them, each so many milliseconds behind the one before: `"a"`, `"Enter"`, `"Ctrl-j"`.
fn keys(told: &[(&str, u64)]) -> Vec<Came> {
    let mut at = 5000;
    told.iter()
        .map(|(name, behind)| {
            at += behind;
            let letter = |text: &str| KeyCode::Char(text.chars().next().unwrap());
            let key = match *name {
                "Enter" => KeyCode::Enter.into(),
                "Esc" => KeyCode::Esc.into(),
                "Tab" => KeyCode::Tab.into(),
                "Right" => KeyCode::Right.into(),
                name => match name.split_once('-') {
                    Some(("Ctrl", rest)) => KeyEvent::new(letter(rest), KeyModifiers::CONTROL),
                    Some(("Alt", rest)) => KeyEvent::new(letter(rest), KeyModifiers::ALT),
                    _ => letter(name).into(),
                },
            };
            Came { key, at: Duration::from_millis(at) }
        })
        .collect()
}

/// What became of keys that came together, behind one that came before: keys by name, a star where one did not come
/// alone and an H where it may be held, and texts between quotes.
fn told(before: &[(&str, u64)], now: &[(&str, u64)]) -> String {
    let mut last = None;
    let all = keys(&[before, now].concat());
    let (before, now) = all.split_at(before.len());
    for key in before {
        sorted(&[*key], &mut last);
    }
    let events = sorted(now, &mut last).into_iter().map(|event| match event {
        Event::Key(key, press) => {
            let name = match key.code {
                KeyCode::Char(c) if key.modifiers.is_empty() => c.to_string(),
                KeyCode::Char(c) => format!("{:?}-{c}", key.modifiers),
                code => format!("{code:?}"),
            };
            let (star, held) = (if press.alone { "" } else { "*" }, if press.held { "H" } else { "" });
            format!("{name}{star}{held}")
        }
        Event::Pasted(text, _) => format!("{text:?}"),
        Event::Message(message) => format!("{message:?}"),
        other => panic!("{other:?}"),
    });
    events.collect::<Vec<_>>().join(" ")
}

#[test]
fn what_comes_faster_than_a_hand_is_a_text_and_its_line_ends_are_part_of_it() {
    for (together, expected) in [
        (&["a", "b"][..], "\"ab\""),
        (&["a", "Enter"], "\"a\\n\""),
        (&["a", "Tab", "b", "Ctrl-j", "c"], "\"a\\tb\\nc\""),
        // Keys that write nothing stay keys, and none of them came alone.
        (&["Tab", "Right", "a", "b"], "Tab* Right* \"ab\""),
        (&["a", "b", "Ctrl-s", "y"], "\"ab\" KeyModifiers(CONTROL)-s* y*"),
        // One key that is held, over a line that joins.
        (&["j", "j", "j"], "j* j*H j*H"),
        (&["Enter", "Enter"], "Enter* Enter*H"),
        (&["j"], "j"),
    ] {
        let now: Vec<_> = together.iter().map(|name| (*name, 0)).collect();
        assert_eq!(told(&[], &now), expected, "{together:?}");
    }
}

#[test]
fn a_key_in_the_same_breath_as_esc_is_lost_and_one_behind_it_is_not_alone() {
    for (now, expected) in [
        (&[("Esc", 0), ("Enter", 1)][..], "Esc*"),
        (&[("Esc", 0), ("y", 0), ("Enter", 0)], "Esc*"),
        (&[("Esc", 0), ("Enter", 40)], "Esc* Enter*"),
        (&[("Alt-n", 0)], "KeyModifiers(ALT)-n"),
        (&[("Esc", 0)], "Esc"),
    ] {
        assert_eq!(told(&[], now), expected, "{now:?}");
    }
}

#[test]
fn a_key_in_pieces_is_put_together_or_takes_back_what_its_first_piece_did() {
    let arrow = [("[", 0), ("B", 0)];
    assert_eq!(told(&[], &[&[("Esc", 0)], &arrow[..]].concat()), "Down*");
    assert_eq!(told(&[], &[("Esc", 0), ("[", 50), ("3", 0), ("~", 0), ("x", 0)]), "Delete* x*");
    assert_eq!(told(&[("Esc", 0)], &[("[", 600), ("B", 0)]), "InPieces");
    assert_eq!(told(&[("Esc", 0)], &[("O", 600), ("P", 0)]), "InPieces");
    // With more behind it, or much later, it is somebody who pastes, and by itself a bracket is a key.
    assert_eq!(told(&[("Esc", 0)], &[("[", 5000), ("B", 0)]), "\"[B\"");
    assert_eq!(told(&[("Esc", 0)], &[("O", 600), ("n", 0), ("l", 0), ("y", 0)]), "\"Only\"");
    assert_eq!(told(&[("Esc", 0)], &[("[", 600)]), "[");
}

#[test]
fn the_same_key_within_a_second_may_be_held() {
    for (behind, expected) in [(660, "yH"), (999, "yH"), (1000, "y")] {
        assert_eq!(told(&[("y", 0)], &[("y", behind)]), expected, "{behind} ms");
    }
    assert_eq!(told(&[("y", 0), ("j", 50)], &[("y", 50)]), "y");
}
