package almenara.it;

import java.io.File;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** What the tests deploy: the WAR as it was built, with settings, and the {@link Probe} beside it. */
final class Wars {

    private Wars() {
    }

    /** The WAR, with settings such as {@code room-members=3}. */
    static WebArchive almenara(String... settings) {
        return named("almenara.war", settings);
    }

    static WebArchive named(String name, String... settings) {
        WebArchive war = ShrinkWrap.create(ZipImporter.class, name).importFrom(new File(System.getProperty("it.war"))).as(WebArchive.class);
        if (settings.length > 0) {
            String lines = "almenara." + String.join("\nalmenara.", settings) + "\n";
            war.addAsResource(new StringAsset(lines), "META-INF/microprofile-config.properties");
        }
        return war;
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
