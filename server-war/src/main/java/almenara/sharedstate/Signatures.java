package almenara.sharedstate;

/** Whoever checks signatures. */
public interface Signatures {

    /** True when that is the signature (base64url) of the author, an Ed25519 public key in base64url, of the message. */
    boolean isSigned(String author, String signature, byte[] message);
}
