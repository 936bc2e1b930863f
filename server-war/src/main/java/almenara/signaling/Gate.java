package almenara.signaling;

/** Decides who gets a TURN credential, which costs the operator bandwidth. */
public interface Gate {

    /** Lets the asker through, or throws a {@link almenara.messages.Refusal}. */
    void admit(Asker asker);
}
