//! Lets the binary find the `DuckDB` library beside itself, and puts a copy there.
//!
//! `libduckdb-sys` links the library but leaves finding it at run time to whoever starts the
//! program. With an rpath of `$ORIGIN` the two files work wherever they lie, moved together.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::{env, fs, io};

#[expect(clippy::disallowed_methods, reason = "a build script is told by its environment what to do")]
fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=build.rs");
    // The built-in specialty is embedded as a folder, which the compiler does not look at again by itself.
    println!("cargo:rerun-if-changed=specialties");
    println!("cargo:rerun-if-env-changed=DUCKDB_LIB_DIR");
    println!("cargo:rustc-env=TRELLIS_READER={}", reader()?);
    if env::var_os("CARGO_FEATURE_BUNDLED").is_some() {
        return Ok(());
    }
    let (origin, library) = match env::var("CARGO_CFG_TARGET_OS").as_deref() {
        Ok("macos") => ("@loader_path", "libduckdb.dylib"),
        _ => ("$ORIGIN", "libduckdb.so"),
    };
    // Tests and benches lie one folder below the binary.
    println!("cargo:rustc-link-arg=-Wl,-rpath,{origin}");
    println!("cargo:rustc-link-arg=-Wl,-rpath,{origin}/..");

    let Some(folder) = env::var_os("DUCKDB_LIB_DIR").map(PathBuf::from) else {
        return Ok(());
    };
    let source = folder.join(library);
    println!("cargo:rerun-if-changed={}", source.display());
    // OUT_DIR is <target>/<profile>/build/<package>/out.
    let out = env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    match out.ancestors().nth(3) {
        Some(profile) => place(&source, &profile.join(library)),
        None => Ok(()),
    }
}

/// Names what reads case files by a hash of its source: what one build found in a file, another finds again only where
/// they read alike.
fn reader() -> io::Result<String> {
    let mut files = Vec::new();
    for source in ["src/casefile.rs", "src/casefile", "src/domain.rs", "src/domain", "queries"] {
        println!("cargo:rerun-if-changed={source}");
        list(Path::new(source), &mut files)?;
    }
    files.sort();
    let mut hash = DefaultHasher::new();
    for file in files {
        (file.to_string_lossy(), fs::read(&file)?).hash(&mut hash);
    }
    Ok(format!("{:016x}", hash.finish()))
}

/// Lists the files below a path, or the file itself.
fn list(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    fs::read_dir(path)?.try_for_each(|entry| list(&entry?.path(), files))
}

/// Copies the library unless the same one is already there; a running program keeps its old file.
fn place(source: &Path, target: &Path) -> io::Result<()> {
    let same =
        |a: fs::Metadata, b: fs::Metadata| a.len() == b.len() && a.modified().ok() <= b.modified().ok();
    if let (Ok(from), Ok(to)) = (fs::metadata(source), fs::metadata(target))
        && same(from, to)
    {
        return Ok(());
    }
    let fresh = target.with_extension("fresh");
    fs::copy(source, &fresh)?;
    fs::rename(&fresh, target)
}
