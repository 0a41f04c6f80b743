//! TLS as libpq's `sslmode` means it, over rustls: no system library, no header.

use std::path::Path;
use std::sync::Arc;

use chrono::DateTime;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{WebPkiServerVerifier, verify_server_name};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::address::{Address, Protection};
use super::error::TableError;

/// Makes what guards a connection to `address`.
pub(super) fn connector(address: &Address) -> Result<MakeRustlsConnect, TableError> {
    let provider = Arc::new(ring::default_provider());
    let trust = match address.protection {
        Protection::Disable | Protection::Prefer => None,
        // With a root to compare with, libpq compares.
        Protection::Require if address.roots.is_none() => None,
        Protection::Require | Protection::VerifyCa => Some(trusted(address, &provider, false)?),
        Protection::VerifyFull => Some(trusted(address, &provider, true)?),
    };
    let verifier = Verifier { provider: Arc::clone(&provider), trust };
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|why| TableError::Tls { at: address.shown(), why: why.to_string() })?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

fn trusted(
    address: &Address,
    provider: &Arc<CryptoProvider>,
    name_counts: bool,
) -> Result<Trust, TableError> {
    let (roots, from) = match &address.roots {
        Some(file) => (of_file(file)?, file.as_path()),
        None => ((of_system(), Vec::new()), Path::new("of this system")),
    };
    let (roots, named) = roots;
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(provider))
        .build()
        .map_err(|why| TableError::roots(from, &why))?;
    Ok(Trust { verifier, named, name_counts })
}

/// Reads a file of certificates: as roots, and as they stand there.
fn of_file(path: &Path) -> Result<(RootCertStore, Vec<CertificateDer<'static>>), TableError> {
    let (mut roots, mut named) = (RootCertStore::empty(), Vec::new());
    for certificate in CertificateDer::pem_file_iter(path).map_err(|why| TableError::roots(path, &why))? {
        let certificate = certificate.map_err(|why| TableError::roots(path, &why))?;
        roots.add(certificate.clone()).map_err(|why| TableError::roots(path, &why))?;
        named.push(certificate);
    }
    Ok((roots, named))
}

/// Reads the system's own store; a certificate in it that cannot be read is left out.
fn of_system() -> RootCertStore {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    roots
}

/// Writes the day of a certificate in UTC.
fn day(at: UnixTime) -> String {
    let day = i64::try_from(at.as_secs()).ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    day.map_or_else(|| "an unknown day".to_owned(), |day| day.format("%Y-%m-%d").to_string())
}

/// Asks of a server's certificate what the mode asks, and always that the server holds its key.
#[derive(Debug)]
struct Verifier {
    provider: Arc<CryptoProvider>,
    /// `None` takes any certificate.
    trust: Option<Trust>,
}

/// What a certificate is verified with.
#[derive(Debug)]
struct Trust {
    verifier: Arc<WebPkiServerVerifier>,
    /// The certificates of the file that the address names.
    named: Vec<CertificateDer<'static>>,
    name_counts: bool,
}

impl Trust {
    /// Takes a certificate that the server signed itself and that the file has, byte for byte: PostgreSQL's own first
    /// recipe makes one that may sign others too, which rustls takes for no server's. Its days have been checked before
    /// that is found.
    fn takes(&self, certificate: &CertificateDer<'_>, name: &ServerName<'_>) -> Result<bool, Error> {
        if !self.named.iter().any(|named| named == certificate) {
            return Ok(false);
        }
        if self.name_counts {
            verify_server_name(&ParsedCertificate::try_from(certificate)?, name)?;
        }
        Ok(true)
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let Some(trust) = &self.trust else {
            return Ok(ServerCertVerified::assertion());
        };
        match trust.verifier.verify_server_cert(certificate, intermediates, name, ocsp, now) {
            // The chain is verified before the name is.
            Err(Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) if !trust.name_counts => Ok(ServerCertVerified::assertion()),
            Err(Error::InvalidCertificate(CertificateError::Other(_)))
                if trust.takes(certificate, name)? =>
            {
                Ok(ServerCertVerified::assertion())
            }
            Err(Error::InvalidCertificate(CertificateError::ExpiredContext { not_after, .. })) => {
                Err(Error::General(format!("its certificate expired on {}", day(not_after))))
            }
            Err(Error::InvalidCertificate(CertificateError::NotValidYetContext { not_before, .. })) => {
                Err(Error::General(format!("its certificate is good from {} on", day(not_before))))
            }
            other => other,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, certificate, signed, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signed, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
