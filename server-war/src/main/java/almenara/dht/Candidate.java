package almenara.dht;

import almenara.bencode.Dictionary;
import almenara.dht.krpc.Contact;
import almenara.dht.krpc.Networks;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A node that a search has heard of, who has named it, and what became of those it has named itself. */
final class Candidate {

    /** Failures among those it has named, from which on it is not believed, unless more of them have answered. */
    private static final int MOST_FAILED = 3;

    /** What it is to the search. */
    enum State { KNOWN, ASKED, ASKED_AGAIN, SILENT, ANSWERED, FAILED }

    private final Contact contact;
    private final boolean complies;
    private final Object place;
    private final List<Candidate> introducers = new ArrayList<>();
    private final List<Candidate> leaders = new ArrayList<>();
    private Optional<Dictionary> answer = Optional.empty();
    private State state = State.KNOWN;
    private boolean holding;
    private boolean lied;
    private int failed;
    private int good;

    Candidate(Contact contact) {
        this.contact = contact;
        this.complies = contact.complies();
        InetAddress address = contact.address().getAddress();
        this.place = Networks.isPrivate(address) ? contact.address() : address;
    }

    /** What counts as one address: with its port in private networks, else without. */
    Object place() {
        return place;
    }

    /** The networks of its owner and of its provider; none in private networks. */
    List<ByteBuffer> networks() {
        InetAddress address = contact.address().getAddress();
        return place == contact.address() ? List.of() : List.of(Networks.near(address), Networks.far(address));
    }

    Contact contact() {
        return contact;
    }

    boolean complies() {
        return complies;
    }

    State state() {
        return state;
    }

    Optional<Dictionary> answer() {
        return answer;
    }

    void introducedBy(Candidate other) {
        introducers.add(other);
    }

    void asked() {
        state = state == State.SILENT ? State.ASKED_AGAIN : State.ASKED;
        holding = true;
    }

    boolean isAsked() {
        return state == State.ASKED || state == State.ASKED_AGAIN;
    }

    /** It has said nothing. One that several know is worth a second question, for datagrams are lost. */
    void silent() {
        boolean again = state == State.ASKED && (isSeed() || introducers.size() > 1);
        failed();
        state = again ? State.SILENT : State.FAILED;
    }

    /** True once: when it no longer holds up the next question. */
    boolean release() {
        boolean held = holding;
        holding = false;
        return held;
    }

    void answered(Dictionary values) {
        state = State.ANSWERED;
        answer = Optional.of(values);
        introducers.forEach(each -> each.good++);
    }

    void failed() {
        state = State.FAILED;
        introducers.forEach(each -> each.failed++);
    }

    /** What it has answered is not so. */
    void lied() {
        lied = true;
        failed();
    }

    private boolean isBelieved() {
        return !lied && (failed <= MOST_FAILED || failed <= good);
    }

    /** True when the search knew it from the beginning. */
    boolean isSeed() {
        return introducers.isEmpty();
    }

    /** That one names it as one of the nearest that it knows. */
    void ledToBy(Candidate other) {
        leaders.add(other);
    }

    /** True when the search knew it from the beginning, or somebody who is further away, and believed, has led to it. */
    boolean isLead(Comparator<Contact> nearest) {
        return isSeed() || leaders.stream().anyMatch(each -> each.isBelieved() && nearest.compare(contact, each.contact) < 0);
    }

    /** True when the search knew it from the beginning, or somebody names it who is believed. */
    boolean isCredible() {
        return isSeed() || introducers.stream().anyMatch(Candidate::isBelieved);
    }
}
