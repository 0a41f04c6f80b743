//! TLS as libpq's `sslmode` means it, over rustls: no system library, no header.

use std::path::Path;
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
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
        Protection::Require | Protection::VerifyCa => Some((trusted(address, &provider)?, false)),
        Protection::VerifyFull => Some((trusted(address, &provider)?, true)),
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
) -> Result<Arc<WebPkiServerVerifier>, TableError> {
    let (roots, from) = match &address.roots {
        Some(file) => (of_file(file)?, file.as_path()),
        None => (of_system(), Path::new("of this system")),
    };
    WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(provider))
        .build()
        .map_err(|why| TableError::roots(from, &why))
}

fn of_file(path: &Path) -> Result<RootCertStore, TableError> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(path).map_err(|why| TableError::roots(path, &why))? {
        let certificate = certificate.map_err(|why| TableError::roots(path, &why))?;
        roots.add(certificate).map_err(|why| TableError::roots(path, &why))?;
    }
    Ok(roots)
}

/// Reads the system's own store; a certificate in it that cannot be read is left out.
fn of_system() -> RootCertStore {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    roots
}

/// Asks of a server's certificate what the mode asks, and always that the server holds its key.
#[derive(Debug)]
struct Verifier {
    provider: Arc<CryptoProvider>,
    /// What to verify with, and whether the name counts; `None` takes any certificate.
    trust: Option<(Arc<WebPkiServerVerifier>, bool)>,
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
        let Some((verifier, name_counts)) = &self.trust else {
            return Ok(ServerCertVerified::assertion());
        };
        match verifier.verify_server_cert(certificate, intermediates, name, ocsp, now) {
            // The chain is verified before the name is.
            Err(Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) if !name_counts => Ok(ServerCertVerified::assertion()),
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
