//! Whether a lock on a ledger's file holds against everybody who can write it.
//!
//! On a folder that several machines mount, each grants the lock by itself: two who record at once are both acknowledged,
//! and the ledger has two entries of one number from then on. Nothing tells that the other machine is there, so the kind
//! of the file system is looked at, and the names that services give to folders which they carry to other machines.

use std::fmt;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use super::LedgerFile;
use crate::domain::text::sanitised;
use crate::ledger::error::FileError;

/// Why others may write where no lock of ours reaches.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Elsewhere {
    /// A file system that other machines have too, by its name.
    Mounted(&'static str),
    /// A folder that a service keeps alike on several machines, by its name.
    Carried(String),
}

impl fmt::Display for Elsewhere {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mounted(kind) => write!(f, "on {kind}, which other machines may mount too"),
            Self::Carried(name) => {
                write!(f, "in {}, which a service carries to other machines", sanitised(name))
            }
        }
    }
}

/// The numbers of `statfs(2)`, as `linux/magic.h` and the file systems' own sources have them.
#[cfg(target_os = "linux")]
const SHARED: &[(u64, &str)] = &[
    (0x6969, "NFS"),
    (0x517B, "SMB"),
    (0xFF53_4D42, "SMB"),
    (0xFE53_4D42, "SMB"),
    (0x6573_5546, "FUSE (sshfs, a cloud drive or the like)"),
    (0x0102_1997, "9P (a folder of the machine around this one)"),
    (0x786F_4256, "a folder of the machine around this one (VirtualBox)"),
    (0x5346_414F, "AFS"),
    (0x6B41_4653, "AFS"),
    (0x7375_7245, "Coda"),
    (0x00C3_6400, "Ceph"),
    (0x0BD0_0BD0, "Lustre"),
    (0x0116_1970, "GFS2"),
    (0x7461_636F, "OCFS2"),
    (0x4750_4653, "GPFS"),
    (0x564C, "NCP"),
];

/// What services call the folders that they carry to other machines, unless a person calls them otherwise.
const CARRIED: &[&str] = &[
    "Dropbox",
    "OneDrive",
    "Google Drive",
    "GoogleDrive",
    "My Drive",
    "iCloud Drive",
    "iCloudDrive",
    "Nextcloud",
    "ownCloud",
    "Box",
    "Box Sync",
    "Seafile",
    "Sync",
    "MEGA",
    "pCloud Drive",
];
/// What they put behind it: a person, a hospital.
const BEHIND: &[&str] = &[" (", " - "];

/// Tells why a lock on the file at `path` may not hold everywhere; `None` where nothing speaks against it.
pub fn elsewhere(path: &Path) -> Option<Elsewhere> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = folder.canonicalize().unwrap_or_else(|_gone| folder.to_owned());
    let mounted = kind(&folder).filter(|_| !is_on_the_root(&folder));
    mounted.map(Elsewhere::Mounted).or_else(|| carried(&folder).map(Elsewhere::Carried))
}

/// Tells whether a folder is on the file system that this machine stands on itself, of whatever kind that is: in a container
/// it may be FUSE or 9P, and no other machine has it.
fn is_on_the_root(folder: &Path) -> bool {
    let device = |path: &Path| fs::metadata(path).map(|found| found.dev()).ok();
    device(folder).is_some_and(|own| device(Path::new("/")) == Some(own))
}

#[cfg(target_os = "linux")]
fn kind(folder: &Path) -> Option<&'static str> {
    // A number of 32 bits, whose sign the kernel's type may have extended.
    let number = rustix::fs::statfs(folder).ok()?.f_type as u64 & 0xFFFF_FFFF;
    SHARED.iter().find(|(known, _)| *known == number).map(|(_, kind)| *kind)
}

#[cfg(not(target_os = "linux"))]
fn kind(_folder: &Path) -> Option<&'static str> {
    None
}

/// Returns the folder above that a service carries, if one is.
fn carried(folder: &Path) -> Option<String> {
    let is_known = |name: &str| {
        let mut known = CARRIED.iter().filter_map(|known| name.strip_prefix(known));
        known.any(|rest| rest.is_empty() || BEHIND.iter().any(|behind| rest.starts_with(behind)))
    };
    folder.iter().filter_map(|part| part.to_str()).find(|name| is_known(name)).map(str::to_owned)
}

impl LedgerFile {
    /// Takes somebody's word that nobody writes the file from another machine.
    pub fn take_locks_as_local(&mut self) {
        self.locks_are_local = true;
    }

    /// Tells why a lock on the file may not hold everywhere.
    pub fn elsewhere(&self) -> Option<Elsewhere> {
        elsewhere(&self.path)
    }

    /// Refuses to write where another machine could write at the same time, unless somebody said that none does.
    pub(super) fn locks_hold(&self) -> Result<(), FileError> {
        match self.elsewhere().filter(|_| !self.locks_are_local) {
            None => Ok(()),
            Some(why) => Err(FileError::NotLocal { path: self.path.clone(), why: why.to_string() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_of_services_are_known_by_their_names_and_others_are_left_alone() {
        for (path, name) in [
            ("/home/lin/Dropbox/ccc", "Dropbox"),
            ("/home/lin/Dropbox (Lakeside)/ccc", "Dropbox (Lakeside)"),
            ("/mnt/c/Users/lin/OneDrive - Lakeside Health/ccc", "OneDrive - Lakeside Health"),
            ("/home/lin/Google Drive", "Google Drive"),
            ("/home/lin/Nextcloud/a/b", "Nextcloud"),
            ("/home/lin/Box Sync/a", "Box Sync"),
        ] {
            assert_eq!(carried(Path::new(path)).as_deref(), Some(name), "{path}");
        }
        for path in ["/home/lin/ccc", "/data/Dropboxes/a", "/srv/Box-office/a", "/srv/sync", "/home/box"] {
            assert_eq!(carried(Path::new(path)), None, "{path}");
        }
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_local_file_system_is_none_of_those_that_others_mount() {
        // What no other machine has, whatever this one keeps its files on.
        assert_eq!(kind(Path::new("/proc")), None);
        assert!(is_on_the_root(Path::new("/")) && !is_on_the_root(Path::new("/proc")));
        let mut numbers: Vec<_> = SHARED.iter().map(|(number, _)| number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), SHARED.len());
    }
}
