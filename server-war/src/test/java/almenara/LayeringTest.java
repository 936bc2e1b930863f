package almenara;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may call whom: the one table of packages that a new feature adds a line to. */
class LayeringTest {

    private static final JavaClasses ALMENARA = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("almenara");

    private static final String[] CORE = {"almenara.messages", "almenara.tables", "almenara.tasks", "almenara.limits", "almenara.networks", "almenara.keys",
        "almenara.rooms", "almenara.offers", "almenara.pow", "almenara.seal", "almenara.sharedstate", "almenara.stun", "almenara.turn", "almenara.dht..",
        "almenara.nodes", "almenara.guests", "almenara.signaling"};

    @Test
    void eachPackageIsCalledByThoseAboveItAlone() {
        layeredArchitecture().consideringOnlyDependenciesInAnyPackage("almenara..").withOptionalLayers(true)
                .layer("messages").definedBy("almenara.messages")
                .layer("tables").definedBy("almenara.tables")
                .layer("tasks").definedBy("almenara.tasks")
                .layer("limits").definedBy("almenara.limits")
                .layer("networks").definedBy("almenara.networks")
                .layer("keys").definedBy("almenara.keys")
                .layer("stun").definedBy("almenara.stun")
                .layer("turn").definedBy("almenara.turn")
                .layer("dht").definedBy("almenara.dht..")
                .layer("nodes").definedBy("almenara.nodes")
                .layer("rooms").definedBy("almenara.rooms")
                .layer("offers").definedBy("almenara.offers")
                .layer("pow").definedBy("almenara.pow")
                .layer("seal").definedBy("almenara.seal")
                .layer("sharedstate").definedBy("almenara.sharedstate")
                .layer("guests").definedBy("almenara.guests")
                .layer("signaling").definedBy("almenara.signaling")
                .layer("dialects").definedBy("almenara.dialects")
                .layer("transport").definedBy("almenara.transport")
                .layer("cluster").definedBy("almenara.cluster")
                .layer("ops").definedBy("almenara.ops")
                .layer("wiring").definedBy("almenara.wiring")
                .whereLayer("wiring").mayNotBeAccessedByAnyLayer()
                .whereLayer("transport").mayOnlyBeAccessedByLayers("ops", "wiring")
                .whereLayer("cluster").mayOnlyBeAccessedByLayers("wiring")
                .whereLayer("ops").mayOnlyBeAccessedByLayers("transport", "wiring")
                .whereLayer("dialects").mayOnlyBeAccessedByLayers("transport", "wiring")
                .whereLayer("signaling").mayOnlyBeAccessedByLayers("transport", "ops", "wiring")
                .whereLayer("stun").mayOnlyBeAccessedByLayers("transport", "wiring")
                .whereLayer("dht").mayOnlyBeAccessedByLayers("signaling", "transport", "wiring")
                .whereLayer("nodes").mayOnlyBeAccessedByLayers("transport", "ops", "wiring")
                .whereLayer("turn").mayOnlyBeAccessedByLayers("signaling", "wiring")
                .whereLayer("rooms").mayOnlyBeAccessedByLayers("signaling", "transport", "ops", "wiring")
                .whereLayer("offers").mayOnlyBeAccessedByLayers("signaling", "ops", "wiring")
                .whereLayer("pow").mayOnlyBeAccessedByLayers("signaling", "transport", "ops", "wiring")
                .whereLayer("sharedstate").mayOnlyBeAccessedByLayers("transport", "ops", "wiring")
                .whereLayer("guests").mayOnlyBeAccessedByLayers("signaling", "wiring")
                .whereLayer("seal").mayOnlyBeAccessedByLayers("signaling", "wiring")
                .check(ALMENARA);
    }

    @Test
    void featuresNeverCallEachOther() {
        List<String> features = List.of("almenara.rooms", "almenara.offers", "almenara.pow", "almenara.seal", "almenara.sharedstate", "almenara.stun",
                "almenara.turn", "almenara.dht..", "almenara.nodes", "almenara.guests");
        for (String feature : features) {
            String[] others = features.stream().filter(other -> !other.equals(feature)).toArray(String[]::new);
            noClasses().that().resideInAPackage(feature).should().dependOnClassesThat().resideInAnyPackage(others).check(ALMENARA);
        }
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("almenara.(*)").should().beFreeOfCycles().check(ALMENARA);
        slices().matching("almenara.dht.(*)").should().beFreeOfCycles().check(ALMENARA);
    }

    @Test
    void theCoreNeedsNothingButJava() {
        classes().that().resideInAnyPackage(CORE).should().onlyDependOnClassesThat()
                .resideInAnyPackage(Stream.concat(Stream.of("java..", "javax.crypto.."), Stream.of(CORE)).toArray(String[]::new)).check(ALMENARA);
    }

    @Test
    void dialectsNeedJsonAndNothingElse() {
        classes().that().resideInAPackage("almenara.dialects").should().onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "jakarta.json..", "almenara.messages", "almenara.dialects").check(ALMENARA);
    }

    @Test
    void infinispanAndJGroupsStayInTheCluster() {
        noClasses().that().resideOutsideOfPackages("almenara.cluster", "almenara.wiring").should().dependOnClassesThat()
                .resideInAnyPackage("org.infinispan..", "org.jgroups..").check(ALMENARA);
    }

    @Test
    void injectionStaysInTransportOpsAndWiring() {
        noClasses().that().resideOutsideOfPackages("almenara.transport", "almenara.ops", "almenara.wiring").should().dependOnClassesThat()
                .resideInAnyPackage("jakarta.inject..", "jakarta.enterprise..", "jakarta.annotation..", "jakarta.ejb..").check(ALMENARA);
    }

    @Test
    void noStateIsStatic() {
        fields().that().areStatic().and().areDeclaredInClassesThat().resideInAPackage("almenara..").should().beFinal().check(ALMENARA);
    }

    @Test
    void threadsAndTimersBelongToWiring() {
        noClasses().that().resideInAnyPackage(Stream.concat(Stream.of("almenara.dialects"), Stream.of(CORE)).toArray(String[]::new)).should().dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.Executors")
                .orShould().dependOnClassesThat().haveFullyQualifiedName("java.lang.Thread")
                .orShould().dependOnClassesThat().haveFullyQualifiedName("java.util.Timer").check(ALMENARA);
    }

    @Test
    void theCoreAsksForTimeAndChanceNowhereElse() {
        noClasses().that().resideInAnyPackage(CORE)
                .should().callMethod(System.class, "currentTimeMillis")
                .orShould().callMethod(java.time.Instant.class, "now")
                .orShould().callMethod(java.time.Clock.class, "systemUTC")
                .orShould().callMethod(Math.class, "random")
                .orShould().callMethod(java.util.concurrent.ThreadLocalRandom.class, "current").check(ALMENARA);
    }
}
