//! Stages the lists of every resident into a table each, under the code of whose they are.

use duckdb::{Connection, params};

use super::codes::Codes;
use super::form::SourceFile;
use super::notes::{self, Note};
use super::people::{self, Person};
use super::source::{Lists, Source};
use super::stage::{self, Manner, Owner, Table, Unclear};
use crate::casefile::engine;
use crate::casefile::error::{CaseFileError, Result};
use crate::domain::text::sanitised;

/// Stages `lists`, and `raw.people` with everybody whose lists are taken; returns the rows set aside by relation.
pub(super) fn stage(
    connection: &Connection,
    source: &Source<'_>,
    lists: &Lists<'_>,
    codes: &mut Codes,
    manner: Manner<'_>,
    progress: &mut dyn FnMut(&str),
) -> Result<Unclear> {
    if let Some(given) = &source.codes {
        codes.also(&given.path)?;
    }
    let roster =
        source.relations.contains_key("residents").then(|| people::roster(connection)).transpose()?;
    let people = people::told_apart(&lists.files, roster.as_deref(), codes)?;
    notes::add(connection, &people.notes)?;
    keep_people(connection, &people.all)?;
    stage_beside(connection, lists, manner)?;
    let tables: Vec<_> = lists.mapping.lists.iter().map(Table::of_list).collect();
    tables.iter().try_for_each(|table| table.create(connection))?;
    let mut unclear: Unclear = lists.mapping.lists.iter().map(|list| (list.relation.clone(), 0)).collect();
    for (place, person) in people.all.iter().enumerate() {
        progress(&format!("reading the lists of {} ({} of {})", person.name, place + 1, people.all.len()));
        let owner = Owner { prefix: &person.name, resident_id: person.id.as_deref() };
        let mut said = unpaired(person, lists);
        for (list, file) in &person.files {
            match stage::list(connection, &tables[*list], file, Some(owner), manner)? {
                Some(read) if read.rows > 0 => unclear[*list].1 += read.set_aside,
                _ => said.push(empty(file, &lists.mapping.lists[*list].without)),
            }
        }
        notes::add(connection, &said)?;
    }
    Ok(unclear)
}

/// Stages the files that stand beside the lists, one for all residents.
fn stage_beside(connection: &Connection, lists: &Lists<'_>, manner: Manner<'_>) -> Result<()> {
    for (at, beside) in lists.mapping.beside.iter().enumerate() {
        let table = Table::of_beside(beside);
        table.create(connection)?;
        if let Some(file) = lists.beside.get(&at) {
            stage::csv(connection, &table, file, manner)?;
        }
    }
    Ok(())
}

/// Makes the table of everybody whose lists are taken, with the name as exported.
fn keep_people(connection: &Connection, people: &[Person]) -> Result<()> {
    let failed = |e: duckdb::Error| CaseFileError::query("keeping whose the lists are", &e);
    engine::run(
        connection,
        "people",
        "create table raw.people (resident_id varchar, name varchar, source_file varchar)",
    )?;
    let mut statement = connection.prepare("insert into raw.people values (?, ?, ?)").map_err(failed)?;
    for person in people {
        let file = person.files.first().map(|(_, file)| file.name.as_str());
        if let Some(id) = &person.id {
            statement.execute(params![id, person.name, file]).map_err(failed)?;
        }
    }
    Ok(())
}

/// Says which lists somebody lacks, of whom others are there.
fn unpaired(person: &Person, lists: &Lists<'_>) -> Vec<Note> {
    let Some((_, first)) = person.files.first().filter(|_| person.id.is_some()) else { return Vec::new() };
    let all = lists.mapping.lists.iter().enumerate();
    all.filter(|(at, _)| !person.files.iter().any(|(list, _)| list == at))
        .map(|(_, list)| {
            let note = format!("there is no {}.{} beside it; {}", person.name, list.file, list.without);
            Note::unpaired(&first.name, note)
        })
        .collect()
}

fn empty(file: &SourceFile, without: &str) -> Note {
    let mut note = Note::unpaired(&file.name, format!("{} holds no row; {without}", sanitised(&file.name)));
    "a list is empty".clone_into(&mut note.reason);
    note
}
