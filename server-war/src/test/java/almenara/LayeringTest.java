package almenara;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may call whom: the one table of packages that a new feature adds a line to. */
class LayeringTest {

    private static final JavaClasses ALMENARA = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("almenara");

    private static final String[] CORE = {"almenara.messages", "almenara.tables", "almenara.tasks", "almenara.limits", "almenara.networks", "almenara.keys",
        "almenara.bencode", "almenara.rooms", "almenara.offers", "almenara.pow", "almenara.seal", "almenara.sharedstate", "almenara.stun", "almenara.turn",
        "almenara.dht..", "almenara.nodes", "almenara.guests", "almenara.signaling"};
    private static final String[] EDGE = {"almenara.json", "almenara.dialects", "almenara.transport", "almenara.cluster", "almenara.ops", "almenara.wiring"};

    private static LayeredArchitecture layers() {
        LayeredArchitecture layers = layeredArchitecture().consideringOnlyDependenciesInAnyPackage("almenara..").withOptionalLayers(true);
        for (String name : Stream.concat(Stream.of(CORE), Stream.of(EDGE)).toList()) {
            layers = layers.layer(name.replace("almenara.", "").replace("..", "")).definedBy(name);
        }
        return layers;
    }

    @Test
    void eachPackageIsCalledByThoseAboveItAlone() {
        layers()
                .whereLayer("wiring").mayNotBeAccessedByAnyLayer()
                .whereLayer("transport").mayOnlyBeAccessedByLayers("ops", "wiring")
                .whereLayer("cluster").mayOnlyBeAccessedByLayers("wiring")
                .whereLayer("ops").mayOnlyBeAccessedByLayers("transport", "wiring")
                .whereLayer("json").mayOnlyBeAccessedByLayers("dialects", "ops", "transport", "wiring")
                .whereLayer("dialects").mayOnlyBeAccessedByLayers("transport", "wiring")
                .whereLayer("signaling").mayOnlyBeAccessedByLayers("transport", "ops", "wiring")
                .whereLayer("stun").mayOnlyBeAccessedByLayers("transport", "wiring")
                .whereLayer("dht").mayOnlyBeAccessedByLayers("signaling", "transport", "ops", "wiring")
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
                .resideInAnyPackage("java..", "jakarta.json..", "almenara.json", "almenara.messages", "almenara.dialects").check(ALMENARA);
    }

    /** Each call of it looks through all jars. */
    @Test
    void jsonComesFromItsFactories() {
        noClasses().that().resideOutsideOfPackage("almenara.json").should().dependOnClassesThat().haveFullyQualifiedName("jakarta.json.Json").check(ALMENARA);
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
