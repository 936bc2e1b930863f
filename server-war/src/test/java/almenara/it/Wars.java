package almenara.it;

import java.io.File;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** What the tests deploy: the WAR as it was built, with settings, and the {@link Probe} beside it. */
final class Wars {

    private static final String EFFORT = "pow-effort=";

    private Wars() {
    }

    /** The WAR as it comes. */
    static WebArchive usual() {
        return ShrinkWrap.create(ZipImporter.class, "almenara.war").importFrom(new File(System.getProperty("it.war"))).as(WebArchive.class);
    }

    /** The WAR, with settings such as {@code room-members=3}; it asks for no work unless they say so. */
    static WebArchive almenara(String... settings) {
        return named("almenara.war", settings);
    }

    static WebArchive named(String name, String... settings) {
        WebArchive war = ShrinkWrap.create(ZipImporter.class, name).importFrom(new File(System.getProperty("it.war"))).as(WebArchive.class);
        boolean priced = Stream.of(settings).anyMatch(setting -> setting.startsWith(EFFORT));
        String lines = Stream.concat(priced ? Stream.empty() : Stream.of(EFFORT + '0'), Stream.of(settings))
                .map(setting -> "almenara." + setting + '\n').collect(Collectors.joining());
        return war.addAsResource(new StringAsset(lines), "META-INF/microprofile-config.properties");
    }

    static WebArchive probe() {
        return ShrinkWrap.create(WebArchive.class, "probe.war").addClasses(Probe.class, Probe.Veto.class).addAsWebInfResource(new StringAsset("""
                <jboss-deployment-structure xmlns="urn:jboss:deployment-structure:1.3">
                  <deployment>
                    <dependencies>
                      <module name="org.infinispan"/>
                      <module name="org.infinispan.core"/>
                      <module name="org.infinispan.commons"/>
                      <module name="org.infinispan.protostream" services="import"/>
                    </dependencies>
                  </deployment>
                </jboss-deployment-structure>
                """), "jboss-deployment-structure.xml");
    }
}
